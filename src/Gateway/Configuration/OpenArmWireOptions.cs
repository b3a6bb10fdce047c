namespace PolicyGate.Gateway.Configuration;

/// <summary>One OpenArm socket, as bound.</summary>
internal sealed class OpenArmWireOptions
{
    /// <summary>
    /// Socket that the gateway makes and robots connect to. This or <see cref="Connect"/>; at most 107 bytes, the
    /// kernel's limit.
    /// </summary>
    [PathSetting]
    public string? Listen { get; set; }

    /// <summary>Socket that a robot's node has made and the gateway connects to, as in the robot's container.</summary>
    [PathSetting]
    public string? Connect { get; set; }

    /// <summary>Name of the route. May be left out when there is exactly one.</summary>
    public string? Route { get; set; }

    /// <summary>
    /// Name of the robot whose limits hold here: one of <c>Robots</c>, or one that is shipped. None by default: the
    /// gateway cannot know the arm, and then only NaN and infinity are refused.
    /// </summary>
    public string? Robot { get; set; }

    /// <summary>Whether answers tell the milliseconds of each stage. Off: the stock node does not read them.</summary>
    public bool Timing { get; set; }

    /// <summary>
    /// Folders that <c>data_path</c> may lead into. By default <c>/dev/shm</c>, the temp folder and <c>/openeval</c>,
    /// where the stock observer and its container write.
    /// </summary>
    [PathSetting]
    public List<string>? DataRoots { get; set; }
}
