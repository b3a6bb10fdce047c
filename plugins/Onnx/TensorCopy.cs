using Microsoft.ML.OnnxRuntime;

namespace PolicyGate.Onnx;

/// <summary>One tensor's way to the device or back.</summary>
/// <param name="From">The engine's view of it here.</param>
/// <param name="To">The engine's view of it there.</param>
/// <param name="FromAddress">For this process, where <paramref name="Local"/>.</param>
/// <param name="ToAddress">Likewise.</param>
/// <param name="Bytes">How many.</param>
/// <param name="Local">Whether both are memory of this process; the engine has no copies for that.</param>
internal readonly record struct TensorCopy(
    OrtValue From, OrtValue To, nint FromAddress, nint ToAddress, nuint Bytes, bool Local)
{
    /// <summary>The way back.</summary>
    public TensorCopy Reversed => new(To, From, ToAddress, FromAddress, Bytes, Local);
}
