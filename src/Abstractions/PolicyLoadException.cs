namespace PolicyGate.Abstractions;

/// <summary>A policy cannot be loaded for a reason that the operator can mend.</summary>
/// <remarks>
/// The host prints the message without a stack trace; any other exception from a load is shown as a bug.
/// </remarks>
public sealed class PolicyLoadException : Exception
{
    /// <summary>Says what was wrong, where, expected and found, and how to mend it.</summary>
    public PolicyLoadException(string message) : base(message)
    {
    }

    /// <summary>The same, with the engine's own exception.</summary>
    public PolicyLoadException(string message, Exception innerException) : base(message, innerException)
    {
    }

    /// <summary>For serialisers; carries no message.</summary>
    public PolicyLoadException()
    {
    }
}
