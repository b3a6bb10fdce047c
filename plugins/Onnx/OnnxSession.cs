using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.ML.OnnxRuntime;
using PolicyGate.Abstractions;

namespace PolicyGate.Onnx;

/// <summary>Opens a model file.</summary>
internal static class OnnxSession
{
    /// <summary>Opens it on the providers, or on what is left of them where falling back is allowed.</summary>
    /// <param name="path">The model; the engine reads it, and the weights beside it, once.</param>
    /// <param name="options">The policy's.</param>
    /// <param name="providers">Receives those that the session was made with.</param>
    /// <param name="context">Logger, and what is declared.</param>
    /// <param name="cancel">Set when the host goes down.</param>
    /// <exception cref="PolicyLoadException">The file is missing or is no model that this engine runs.</exception>
    /// <exception cref="OperationCanceledException">The host is going down.</exception>
    public static InferenceSession Open(
        string path, OnnxOptions options, ref ExecutionProviders providers, PolicyContext context,
        CancellationToken cancel)
    {
        if (!File.Exists(path))
            throw new PolicyLoadException($"{path} is not there; policy.json names it under models.Onnx");
        while (true)
        {
            try
            {
                return Open(path, options, providers, context.Logger, context.Declared, cancel);
            }
            catch (PolicyLoadException failure) when (providers.Gpu && options.AllowCpuFallback)
            {
                Log.FallsBack(context.Logger, path, providers, providers.Next, failure.Message);
                providers = providers.Next;
            }
        }
    }

    /// <summary>Opens it on the CPU, to be asked and not to be run.</summary>
    /// <exception cref="PolicyLoadException">The file is no model that this engine runs.</exception>
    public static InferenceSession Describe(string path, OnnxOptions options) => Open(
        path, options, ExecutionProviders.Cpu, NullLogger.Instance, declared: null, CancellationToken.None);

    private static InferenceSession Open(
        string path, OnnxOptions options, ExecutionProviders providers, ILogger logger, PolicySignature? declared,
        CancellationToken cancel)
    {
        cancel.ThrowIfCancellationRequested();
        OrtEnv environment = OrtEnvironment.Get(logger);
        using SessionOptions session = options.ToSessionOptions(path);
        providers.AddTo(session, environment, options, path);
        foreach ((string symbol, int size) in FreeDimensions.Fixed(path, declared))
            session.AddFreeDimensionOverrideByName(symbol, size);
        using CancellationTokenRegistration stop = cancel.UnsafeRegister(
            static state => ((SessionOptions)state!).SetLoadCancellationFlag(true), session);
        try
        {
            return new InferenceSession(path, session);
        }
        catch (OnnxRuntimeException) when (cancel.IsCancellationRequested)
        {
            throw new OperationCanceledException(cancel);
        }
        // The binding throws its own and, for types it does not know, whatever it stumbles over.
        catch (Exception failure) when (failure is OnnxRuntimeException or NotSupportedException or ArgumentException)
        {
            throw new PolicyLoadException(
                $"ONNX Runtime cannot load {path}: {failure.Message}{Advice(providers, options)}", failure);
        }
    }

    private static string Advice(ExecutionProviders providers, OnnxOptions options) =>
        providers.Gpu && !providers.NamesCpu && !options.AllowCpuFallback
            ? ". Where it says that operators would run on the CPU: name Cpu last in ExecutionProviders to let them"
            : "";
}
