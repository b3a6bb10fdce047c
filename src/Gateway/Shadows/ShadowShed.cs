namespace PolicyGate.Gateway.Shadows;

/// <summary>Why a shadow did not run on a tick that it follows.</summary>
internal enum ShadowShed
{
    /// <summary>It was at an earlier one.</summary>
    Busy,

    /// <summary>Robots wait, for the policy that answered or for the shadow's own.</summary>
    RobotsWait,

    /// <summary>The shadow's policy answers other robots.</summary>
    Answering,

    /// <summary>The machine has no spare time: <c>Limits:ShadowSparePercent</c>.</summary>
    NoSpareTime,

    /// <summary>It looks at <c>Limits:ShadowRobots</c> robots already.</summary>
    TooManyRobots,

    /// <summary>The tick is larger than <c>Limits:ShadowBytes</c> has room for, or no descriptor is left.</summary>
    NoRoom,

    /// <summary>The observation's file was written to once the robot had its answer.</summary>
    FileChanged,

    /// <summary>Its policy was swapped this moment.</summary>
    Swapped,
}
