namespace PolicyGate.TensorRT.NvInfer;

/// <summary><c>nvinfer1::ILogger::Severity</c>, the most severe first.</summary>
internal enum InferSeverity
{
    InternalError = 0,
    Error = 1,
    Warning = 2,
    Info = 3,
    Verbose = 4,
}
