namespace PolicyGate.Gateway.Configuration;

/// <summary>What a policy's engine shares with the gateway.</summary>
internal enum PolicyIsolation
{
    /// <summary>The process: the least time for each run, and a native crash of the engine ends the gateway.</summary>
    None,

    /// <summary>Nothing but pages for tensors: the engine runs in a process of its own, which is replaced when it
    /// dies.</summary>
    Process,
}
