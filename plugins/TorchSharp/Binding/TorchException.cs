namespace PolicyGate.TorchSharp.Binding;

/// <summary>libtorch refused, or is not there; the message is for the operator.</summary>
internal sealed class TorchException : Exception
{
    public TorchException(string message) : base(message)
    {
    }

    public TorchException(string message, Exception innerException) : base(message, innerException)
    {
    }

    public TorchException()
    {
    }
}
