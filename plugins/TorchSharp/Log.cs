using Microsoft.Extensions.Logging;

namespace PolicyGate.TorchSharp;

/// <summary>What loading tells.</summary>
internal static partial class Log
{
    [LoggerMessage(1000, LogLevel.Information,
        "{Model} loaded in {Milliseconds:0} ms on {Device}, Threads {Threads}, Optimize {Optimization}")]
    public static partial void Loaded(
        ILogger logger, string model, double milliseconds, string device, int threads, TorchOptimization optimization);
}
