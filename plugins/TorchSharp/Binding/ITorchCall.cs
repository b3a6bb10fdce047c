namespace PolicyGate.TorchSharp.Binding;

/// <summary>A method bound to the host's memory.</summary>
internal interface ITorchCall : IDisposable
{
    /// <summary>Runs it on the inputs as they stand; on success the outputs hold the answer.</summary>
    /// <returns>For <see cref="TorchCallStatus.Mismatch"/> the message tells what came, else it is the
    /// engine's.</returns>
    TorchCallResult Run();
}
