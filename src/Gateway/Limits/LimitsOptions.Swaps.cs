namespace PolicyGate.Gateway.Limits;

/// <content>What is asked for while the gateway runs.</content>
internal sealed partial class LimitsOptions
{
    /// <summary>
    /// Versions of one policy that are loaded at once. 4: the one that answers, the one before, one that is loading,
    /// and one that a robot's long episode keeps. Each holds a model's memory.
    /// </summary>
    public int PolicyVersions { get; set; } = 4;

    /// <summary>
    /// Swaps under way at once, of different policies. 2: each loads a model beside all others.
    /// </summary>
    public int Swaps { get; set; } = 2;

    /// <summary>
    /// Bytes of a policy's folder that is swapped in, of which a copy is made. 64 GiB: the largest policies take 16.
    /// </summary>
    public long PolicyFolderBytes { get; set; } = 64L << 30;

    /// <summary>
    /// Files of such a folder. 4096: LeRobot saves some ten, and a model cut into shards has a few hundred.
    /// </summary>
    public int PolicyFolderFiles { get; set; } = 4096;

    /// <summary>
    /// Connections at once to the admin socket. 4: an operator's, a script's, and two to look.
    /// </summary>
    public int AdminConnections { get; set; } = 4;

    /// <summary>Bytes of a request to the admin socket. 64 KiB: a path has at most 4096.</summary>
    public int AdminRequestBytes { get; set; } = 64 << 10;

    /// <summary>
    /// How long a request to the admin socket may take to come, and an answer to be read. 5 s: both fit the socket's
    /// buffer.
    /// </summary>
    public TimeSpan AdminRequestTime { get; set; } = TimeSpan.FromSeconds(5);
}
