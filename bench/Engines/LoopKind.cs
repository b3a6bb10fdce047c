namespace PolicyGate.Bench.Engines;

/// <summary>How much of PolicyGate is around an engine.</summary>
internal enum LoopKind
{
    /// <summary>None: the engine's own binding.</summary>
    Bare,

    /// <summary>The plugin's run.</summary>
    Plugin,

    /// <summary>The host's inference: fill, run, read.</summary>
    Served,

    /// <summary>The same with the engine in a worker process.</summary>
    Worker,
}
