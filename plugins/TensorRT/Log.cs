using Microsoft.Extensions.Logging;

namespace PolicyGate.TensorRT;

/// <summary>What TensorRT and its loading tell.</summary>
internal static partial class Log
{
    [LoggerMessage(EventId = 1100, Message = "{Message}")]
    public static partial void Engine(ILogger logger, LogLevel level, string message);

    [LoggerMessage(1101, LogLevel.Information,
        "{Model} loaded in {Milliseconds:0} ms by {Library} on {Device}")]
    public static partial void Loaded(
        ILogger logger, string model, double milliseconds, string library, string device);

    [LoggerMessage(1102, LogLevel.Warning,
        "{Library} is newer than what this backend was measured against ({Supported}); within a major NVIDIA keeps the"
        + " interfaces, and they are checked before use")]
    public static partial void NewerThanMeasured(ILogger logger, string library, string supported);

    [LoggerMessage(1103, LogLevel.Warning,
        "{Model} runs without a CUDA graph, which costs some tens of microseconds a run: {Reason}."
        + " \"CudaGraph\": false in its options says so beforehand")]
    public static partial void NotCaptured(ILogger logger, string model, string reason);

    [LoggerMessage(1104, LogLevel.Warning,
        "the host's memory cannot be page-locked in place ({Refusal}), so inputs and outputs of {Model} are copied once"
        + " more; \"HostMemory\": \"Staged\" in its options says so beforehand")]
    public static partial void NotLocked(ILogger logger, string model, string refusal);
}
