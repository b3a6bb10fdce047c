using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Logging;

namespace PolicyGate.Abstractions;

/// <summary>What a backend is given to load one policy.</summary>
public sealed record PolicyContext
{
    /// <summary>The policy folder, absolute. Read-only for the backend.</summary>
    public required string Folder { get; init; }

    /// <summary>
    /// The model file that <c>policy.json</c> names for this backend, absolute; null where it names none.
    /// </summary>
    public required string? ModelPath { get; init; }

    /// <summary>
    /// The signature that <c>policy.json</c> declares; null where there is none. A backend whose model has a signature
    /// of its own returns that one, and the host compares the two.
    /// </summary>
    public required PolicySignature? Declared { get; init; }

    /// <summary>
    /// How <c>policy.json</c> says that a model without names of its own is called; null where it says nothing: by the
    /// model's usual method, with the inputs in the order of <see cref="Declared"/>.
    /// </summary>
    public PositionalCall? Call { get; init; }

    /// <summary>The policy's <c>Options</c> section, checked by <see cref="IPolicyBackend.Check"/>.</summary>
    public required IConfiguration Options { get; init; }

    /// <summary>Writes under the backend's name.</summary>
    public required ILogger Logger { get; init; }

    /// <summary>The memory for every input and output tensor.</summary>
    public required ITensorAllocator Memory { get; init; }

    /// <summary>The only clock that a backend reads.</summary>
    public required TimeProvider Time { get; init; }

    /// <summary><c>cpu</c>, <c>cuda</c> or <c>cuda:1</c>.</summary>
    public string Device { get; init; } = "cpu";
}
