namespace PolicyGate.Scripted;

/// <summary>What is answered instead of a model's actions.</summary>
internal enum ScriptedMode
{
    /// <summary>The positions just shown, in every row: the robot stays where it is.</summary>
    Hold,

    /// <summary>A recorded trajectory from the episode's start.</summary>
    Replay,

    /// <summary>From where the robot stands through poses, with the least jerk.</summary>
    Waypoints,

    /// <summary>A sine on every joint about the episode's first positions.</summary>
    Sine,
}
