using Microsoft.Extensions.Logging;

namespace PolicyGate.Onnx;

/// <summary>What the engine and its loading tell.</summary>
internal static partial class Log
{
    [LoggerMessage(EventId = 1, Message = "{Message} ({Session}, {Location})")]
    public static partial void Engine(
        ILogger logger, LogLevel level, string message, string session, string location);

    [LoggerMessage(2, LogLevel.Information,
        "{Model} loaded in {Milliseconds:0} ms on {Providers}, IntraOpThreads {Threads}")]
    public static partial void Loaded(
        ILogger logger, string model, double milliseconds, ExecutionProviders providers, int threads);
}
