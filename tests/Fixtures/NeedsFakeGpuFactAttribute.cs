namespace PolicyGate.Tests.Fixtures;

/// <summary>A fact that skips with its reason where the doubles of TensorRT could not be built.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class NeedsFakeGpuFactAttribute : FactAttribute
{
    public NeedsFakeGpuFactAttribute() => Skip = FakeGpu.WhyMissing;
}
