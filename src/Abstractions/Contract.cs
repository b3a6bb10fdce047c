namespace PolicyGate.Abstractions;

/// <summary>The version of the contract that this assembly is.</summary>
/// <remarks>
/// A plugin loads when its major equals the host's and its minor is not newer. While the major is 0 the contract may
/// still change from one minor to the next.
/// </remarks>
public static class Contract
{
    /// <summary>Changes when a plugin built before would no longer work.</summary>
    public const int Major = 0;

    /// <summary>Changes when something was added that a plugin may rely on.</summary>
    public const int Minor = 3;
}
