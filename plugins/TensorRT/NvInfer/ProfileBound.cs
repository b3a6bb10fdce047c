namespace PolicyGate.TensorRT.NvInfer;

/// <summary><c>nvinfer1::OptProfileSelector</c>.</summary>
internal enum ProfileBound
{
    Minimum = 0,
    Optimum = 1,
    Maximum = 2,
}
