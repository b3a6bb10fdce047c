using Microsoft.Extensions.Logging;
using Microsoft.ML.OnnxRuntime;
using PolicyGate.Abstractions;

namespace PolicyGate.Onnx;

/// <summary>Opens a model file.</summary>
internal static class OnnxSession
{
    /// <exception cref="PolicyLoadException">The file is missing or is no model that this engine runs.</exception>
    /// <exception cref="OperationCanceledException">The host is going down.</exception>
    public static InferenceSession Open(
        string path, OnnxOptions options, ExecutionProviders providers, ILogger logger, CancellationToken cancel)
    {
        cancel.ThrowIfCancellationRequested();
        if (!File.Exists(path))
            throw new PolicyLoadException($"{path} is not there; policy.json names it under models.Onnx");

        OrtEnv environment = OrtEnvironment.Get(logger);
        using SessionOptions session = options.ToSessionOptions(path);
        providers.AddTo(session, environment);
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
            throw new PolicyLoadException($"ONNX Runtime cannot load {path}: {failure.Message}", failure);
        }
    }
}
