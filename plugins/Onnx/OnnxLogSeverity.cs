namespace PolicyGate.Onnx;

/// <summary>ONNX Runtime's severities, by its own numbers.</summary>
internal enum OnnxLogSeverity
{
    Verbose = 0,
    Information = 1,
    Warning = 2,
    Error = 3,
    Fatal = 4,
}
