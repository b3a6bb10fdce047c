using PolicyGate.TorchSharp.Binding;

namespace PolicyGate.TorchSharp.LibTorch;

/// <summary>What the library's functions return.</summary>
internal static class NativeResult
{
    /// <exception cref="TorchException">It went otherwise than well.</exception>
    public static void Require(this TorchCallStatus status, TextBuffer text)
    {
        if (status != TorchCallStatus.Ok)
            throw new TorchException(TorchMessage.Shorten(text.ToString()));
    }
}
