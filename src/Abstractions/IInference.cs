namespace PolicyGate.Abstractions;

/// <summary>One set of input and output buffers with the engine bound to them.</summary>
/// <remarks>
/// <para>Life: the host fills the inputs in place, calls <see cref="Run"/> on an owner thread, reads the outputs, and
/// begins again. One run is in flight at most, and the host touches nothing of it until it has returned, however late
/// that is: an inference past its deadline stays with the backend.</para>
/// <para>Nothing is allocated on the managed heap by a run once the first has gone through.</para>
/// </remarks>
public interface IInference : IDisposable
{
    /// <summary>
    /// An input's bytes, dense, in the order of the signature's shape; empty for <see cref="ElementType.Utf8"/>. Its
    /// contents are the host's between runs. A backend's own memory stays where it is for the inference's life; that of
    /// a policy in a worker process moves when another worker takes over, within a run, and keeps its contents: ask for
    /// it anew for each.
    /// </summary>
    /// <param name="index">The input's place in <see cref="PolicySignature.Inputs"/>.</param>
    Span<byte> Input(int index);

    /// <summary>Sets a text input; the text is copied.</summary>
    /// <param name="index">The input's place in <see cref="PolicySignature.Inputs"/>.</param>
    /// <param name="row">The row of the batch.</param>
    /// <param name="utf8">Valid UTF-8, within the host's limit.</param>
    void SetText(int index, int row, ReadOnlySpan<byte> utf8);

    /// <summary>Runs the model on the inputs as they stand.</summary>
    /// <returns>Whether the outputs hold an answer. An expected failure is a result; a throw is a bug, after which the
    /// host takes the policy out of service.</returns>
    RunResult Run(in RunArguments arguments);

    /// <summary>
    /// An output's bytes, dense; valid until the next <see cref="Run"/>, and only after one that was
    /// <see cref="RunStatus.Ok"/>.
    /// </summary>
    /// <param name="index">The output's place in <see cref="PolicySignature.Outputs"/>.</param>
    ReadOnlySpan<byte> Output(int index);
}
