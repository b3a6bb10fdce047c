namespace PolicyGate.Gateway.Policies;

/// <summary>When robots come to a policy that was swapped in.</summary>
internal enum Takeover
{
    /// <summary>Each with its next episode: what was begun by one policy is ended by it.</summary>
    Episode,

    /// <summary>Each with its next tick: a seam like any other, and the guard keeps its reference.</summary>
    Now,
}
