using Microsoft.Extensions.Configuration;

namespace PolicyGate.Abstractions;

/// <summary>A plugin's entry: makes policies that run on one engine.</summary>
/// <remarks>
/// The host creates one object per plugin and calls it from any thread, one call at a time. A throw from any member
/// fails that call alone: its message is what the operator reads, so it says what was wrong, where, what was expected
/// and found, and how to mend it.
/// </remarks>
public interface IPolicyBackend
{
    /// <summary>Judges a policy's <c>Options</c> section without loading anything.</summary>
    /// <param name="options">The section, possibly empty.</param>
    /// <param name="errors">Receives one sentence for each unknown key or impossible value.</param>
    void Check(IConfiguration options, ICollection<string> errors);

    /// <summary>Loads a model and makes it ready to run. Everything slow happens here, none of it in a tick.</summary>
    /// <param name="context">What to load, and the host's services for it.</param>
    /// <param name="cancel">Set when the host is going down; return early by throwing
    /// <see cref="OperationCanceledException"/>.</param>
    /// <returns>The policy, which the host disposes.</returns>
    /// <exception cref="PolicyLoadException">The model, its options or the machine are not what loading
    /// needs.</exception>
    IPolicy Load(PolicyContext context, CancellationToken cancel);
}
