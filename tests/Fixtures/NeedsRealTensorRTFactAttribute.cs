namespace PolicyGate.Tests.Fixtures;

/// <summary>A fact that skips with its reason where there is no GPU with an engine for it.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class NeedsRealTensorRTFactAttribute : FactAttribute
{
    public NeedsRealTensorRTFactAttribute() => Skip = RealTensorRT.WhyMissing;
}
