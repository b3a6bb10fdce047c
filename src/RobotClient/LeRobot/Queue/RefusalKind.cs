namespace PolicyGate.RobotClient.LeRobot.Queue;

/// <summary>Why nothing of an answer is executed, in a report's words.</summary>
internal static class RefusalKind
{
    /// <summary>It answers no observation of this robot.</summary>
    public const string Foreign = "foreign";

    /// <summary>Its observation is answered already.</summary>
    public const string Doubled = "doubled";

    /// <summary>A newer observation is answered already.</summary>
    public const string OutOfOrder = "out of order";

    /// <summary>Its observation is older than an answer may be.</summary>
    public const string TooOld = "too old";

    /// <summary>The moments of all its actions have passed.</summary>
    public const string Late = "late";

    /// <summary>It is no list of actions that count on from one another, of the robot's width.</summary>
    public const string Malformed = "malformed";

    /// <summary>A value is NaN or infinite.</summary>
    public const string NotFinite = "not finite";

    /// <summary>Its observation was of an earlier episode.</summary>
    public const string EarlierEpisode = "earlier episode";

    /// <summary>Its observation was made before the program or its machine stood still.</summary>
    public const string StoodStill = "stood still";

    /// <summary>Its observation was made before the robot told a position that is no number.</summary>
    public const string LostTrack = "lost track";

    /// <summary>The server said that it has failed to make it.</summary>
    public const string ServerError = "server error";

    /// <summary>The server did not take an observation.</summary>
    public const string UnwantedObservation = "observation refused";
}
