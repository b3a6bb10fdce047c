namespace PolicyGate.RobotClient;

/// <summary>A robot that must tell commands of two episodes apart, since it begins the next one by itself.</summary>
internal interface IEpisodicRobot
{
    /// <summary>
    /// What was planned before the observation that said <see cref="RobotObservation.Reset"/> is gone: commands from
    /// now on are of the new episode. Never called while <see cref="IRobot.Act"/> runs.
    /// </summary>
    void EpisodeBegan();
}
