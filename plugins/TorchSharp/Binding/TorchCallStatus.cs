namespace PolicyGate.TorchSharp.Binding;

/// <summary>How a call ended. Numbered as <c>pgt_code</c> in native/pgt.h.</summary>
internal enum TorchCallStatus
{
    Ok,
    Failed,

    /// <summary>The answer is not of the bound outputs' types and shapes.</summary>
    Mismatch,

    NoMemory,
    DeviceLost,
}
