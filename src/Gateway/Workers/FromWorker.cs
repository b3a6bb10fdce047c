using System.Text.Json.Serialization;
using Microsoft.Extensions.Logging;
using PolicyGate.Abstractions;
using PolicyGate.Gateway.Errors;

namespace PolicyGate.Gateway.Workers;

/// <summary>What a worker tells the gateway, one JSON object a line.</summary>
[JsonDerivedType(typeof(Loaded), "loaded")]
[JsonDerivedType(typeof(Created), "created")]
[JsonDerivedType(typeof(Failed), "failed")]
[JsonDerivedType(typeof(Pong), "pong")]
[JsonDerivedType(typeof(Logged), "log")]
internal abstract record FromWorker
{
    /// <summary>What answers a question; there is one at a time.</summary>
    public abstract record Answer : FromWorker;

    /// <summary>The policy is loaded.</summary>
    public sealed record Loaded(
        PolicySignature Signature, PolicyTraits Traits, PolicyIdentity Identity, bool Stateful) : Answer;

    /// <summary>The inference is there.</summary>
    /// <param name="Inputs">Where each input lies in the region; -1 for text.</param>
    public sealed record Created(IReadOnlyList<long> Inputs) : Answer;

    /// <summary>It could not be done.</summary>
    public sealed record Failed(ErrorCode Code, string Message) : Answer;

    /// <summary>Answers a ping.</summary>
    public sealed record Pong : FromWorker;

    /// <summary>A log line of the backend's or of the plugin host's.</summary>
    public sealed record Logged(LogLevel Level, string Category, int EventId, string Message) : FromWorker;
}
