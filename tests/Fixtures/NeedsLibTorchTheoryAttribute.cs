namespace PolicyGate.Tests.Fixtures;

/// <summary>A theory that skips with its reason where libtorch is not at hand.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class NeedsLibTorchTheoryAttribute : TheoryAttribute
{
    public NeedsLibTorchTheoryAttribute() => Skip = LibTorch.WhyMissing;
}
