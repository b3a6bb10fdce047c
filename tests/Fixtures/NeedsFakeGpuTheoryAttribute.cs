namespace PolicyGate.Tests.Fixtures;

/// <summary>A theory that skips with its reason where the doubles of TensorRT could not be built.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class NeedsFakeGpuTheoryAttribute : TheoryAttribute
{
    public NeedsFakeGpuTheoryAttribute() => Skip = FakeGpu.WhyMissing;
}
