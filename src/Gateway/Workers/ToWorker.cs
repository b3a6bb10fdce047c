using System.Text.Json.Serialization;
using Microsoft.Extensions.Logging;
using PolicyGate.Abstractions;

namespace PolicyGate.Gateway.Workers;

/// <summary>What the gateway tells a worker, one JSON object a line.</summary>
[JsonDerivedType(typeof(Load), "load")]
[JsonDerivedType(typeof(Create), "create")]
[JsonDerivedType(typeof(Drop), "drop")]
[JsonDerivedType(typeof(Ping), "ping")]
[JsonDerivedType(typeof(Cancel), "cancel")]
[JsonDerivedType(typeof(Exit), "exit")]
internal abstract record ToWorker
{
    /// <summary>Load a policy: once, and first. Answered by <see cref="FromWorker.Loaded"/>.</summary>
    public sealed record Load : ToWorker
    {
        public required string PluginFolder { get; init; }

        public required string Backend { get; init; }

        /// <summary>As <see cref="PolicyContext"/> has them.</summary>
        public required string Folder { get; init; }

        public string? ModelPath { get; init; }

        public PolicySignature? Declared { get; init; }

        public PositionalCall? Call { get; init; }

        public required string Device { get; init; }

        /// <summary>The policy's <c>Options</c> by full key below it.</summary>
        public required IReadOnlyDictionary<string, string> Options { get; init; }

        /// <summary>The least level that the gateway logs of the backend.</summary>
        public required LogLevel LogLevel { get; init; }

        /// <summary>Room for one text.</summary>
        public required int TextBytes { get; init; }

        /// <summary>The region of the lanes, to be opened before the answer.</summary>
        public required string Lanes { get; init; }
    }

    /// <summary>Make an inference in a region. Answered by <see cref="FromWorker.Created"/>.</summary>
    public sealed record Create(int Inference, IReadOnlyDictionary<string, int> Sizes, string Region) : ToWorker;

    /// <summary>Dispose of an inference.</summary>
    public sealed record Drop(int Inference) : ToWorker;

    /// <summary>Answer with <see cref="FromWorker.Pong"/>, and dispose of these robots' episodes.</summary>
    public sealed record Ping(IReadOnlyList<long> EndedEpisodes) : ToWorker;

    /// <summary>Nobody waits for this run any more.</summary>
    public sealed record Cancel(int Lane, int Sequence) : ToWorker;

    /// <summary>Dispose of everything and end.</summary>
    public sealed record Exit : ToWorker;
}
