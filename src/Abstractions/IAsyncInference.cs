namespace PolicyGate.Abstractions;

/// <summary>Optional, on an inference: it waits for a remote engine, so it needs no thread while it runs.</summary>
public interface IAsyncInference
{
    /// <summary>As <see cref="IInference.Run"/>.</summary>
    ValueTask<RunResult> RunAsync(RunArguments arguments);
}
