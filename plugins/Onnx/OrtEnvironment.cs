using Microsoft.Extensions.Logging;
using Microsoft.ML.OnnxRuntime;
using PolicyGate.Abstractions;

namespace PolicyGate.Onnx;

/// <summary>ONNX Runtime's environment, one for the process: its messages go to the log, its threads are shared
/// by the policies that name none of their own, telemetry is off.</summary>
internal static class OrtEnvironment
{
    private static readonly Lock Gate = new();
    private static volatile ILogger? _logger;

    /// <summary>Creates the environment at the first call.</summary>
    /// <param name="logger">Takes the engine's messages from now on: they are not told apart by policy, except by the
    /// session's name in them.</param>
    /// <exception cref="PolicyLoadException">The native library is missing or broken.</exception>
    public static OrtEnv Get(ILogger logger)
    {
        OrtLibrary.Load();
        _logger = logger;
        lock (Gate)
        {
            if (OrtEnv.IsCreated)
                return OrtEnv.Instance();
            using OrtThreadingOptions threads = SharedThreads();
            var options = new EnvironmentCreationOptions
            {
                logId = "PolicyGate",
                threadOptions = threads,
                logLevel = OrtLoggingLevel.ORT_LOGGING_LEVEL_WARNING,
                loggingFunction = Write,
            };
            OrtEnv environment = OrtEnv.CreateInstanceWithOptions(ref options);
            environment.DisableTelemetryEvents();
            return environment;
        }
    }

    /// <summary>
    /// What <see cref="OnnxThreads.Shared"/> means: a thread for each physical core, the caller's included, asleep
    /// while idle.
    /// </summary>
    /// <remarks>
    /// Bound to their cores, as the engine binds a session's own but not these: free to move, on four cores at five
    /// times the load, act-tiny's median is 3 to 7 ms instead of 2.4, and one run in ten takes 10 instead of 3.5.
    /// </remarks>
    private static OrtThreadingOptions SharedThreads()
    {
        ProcessorCores? cores = ProcessorCores.Read();
        var threads = new OrtThreadingOptions
        {
            GlobalIntraOpNumThreads = cores?.Count ?? 0,
            GlobalInterOpNumThreads = 1,
            GlobalSpinControl = false,
        };
        if (cores is { Count: > 1 })
            OrtNative.BindHelpers(threads, cores.OfHelpers);
        return threads;
    }

    /// <summary>Called from native frames, on any thread: nothing may be thrown through them.</summary>
    private static void Write(
        nint parameter, OrtLoggingLevel severity, string category, string session, string location, string message)
    {
        try
        {
            LogLevel level = LevelOf(severity);
            if (_logger is { } logger)
                Log.Engine(logger, level, message, session, location);
        }
#pragma warning disable CA1031 // A logger's fault must not take the process down.
        catch (Exception)
#pragma warning restore CA1031
        {
        }
    }

    private static LogLevel LevelOf(OrtLoggingLevel severity) => severity switch
    {
        OrtLoggingLevel.ORT_LOGGING_LEVEL_VERBOSE => LogLevel.Debug,
        OrtLoggingLevel.ORT_LOGGING_LEVEL_INFO => LogLevel.Information,
        OrtLoggingLevel.ORT_LOGGING_LEVEL_WARNING => LogLevel.Warning,
        OrtLoggingLevel.ORT_LOGGING_LEVEL_ERROR => LogLevel.Error,
        _ => LogLevel.Critical,
    };
}
