namespace PolicyGate.TensorRT.NvInfer;

/// <summary><c>nvinfer1::TensorIOMode</c>.</summary>
internal enum TensorMode
{
    None = 0,
    Input = 1,
    Output = 2,
}
