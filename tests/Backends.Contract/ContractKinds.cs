namespace PolicyGate.Tests.Backends.Contract;

/// <summary>What a case is good for; a test names the kind of case that it needs.</summary>
[Flags]
public enum ContractKinds
{
    None = 0,

    /// <summary>Runs in a few milliseconds on any input: whatever holds for every backend is asked of these.</summary>
    Usual = 1,

    /// <summary>Loads a file, which can be missing or damaged.</summary>
    File = 1 << 1,

    /// <summary>The file is a network with shapes of its own, with which <c>policy.json</c> can disagree.</summary>
    Network = 1 << 2,

    /// <summary>The original's answers are recorded.</summary>
    Answers = 1 << 3,

    /// <summary>Its batch is free.</summary>
    Batch = 1 << 4,

    /// <summary>Takes a text.</summary>
    Text = 1 << 5,

    /// <summary>Remembers each robot's episode, and answers otherwise from run to run for it.</summary>
    Stateful = 1 << 6,

    /// <summary>Its memory goes in and comes out: input <c>hidden</c>, output <c>next_hidden</c>.</summary>
    Recurrent = 1 << 7,

    /// <summary>Draws at random by the run's seed.</summary>
    Random = 1 << 8,

    /// <summary>A run fails where the first position is 1 or more.</summary>
    Failing = 1 << 9,

    /// <summary>A run takes long enough for something to happen meanwhile.</summary>
    Slow = 1 << 10,
}
