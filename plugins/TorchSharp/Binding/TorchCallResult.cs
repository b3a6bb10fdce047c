namespace PolicyGate.TorchSharp.Binding;

/// <summary>How a call ended.</summary>
internal readonly record struct TorchCallResult(TorchCallStatus Status, string? Message);
