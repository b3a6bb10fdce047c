namespace PolicyGate.TensorRT.NvInfer;

/// <summary>A TensorRT library's version.</summary>
internal sealed record InferVersion(int Major, int Minor, int Patch, int Build)
{
    public override string ToString() => $"{Major}.{Minor}.{Patch}.{Build}";
}
