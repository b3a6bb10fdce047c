namespace PolicyGate.Tests.Fixtures;

/// <summary>A fact that skips with its reason where libtorch is not at hand.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class NeedsLibTorchFactAttribute : FactAttribute
{
    public NeedsLibTorchFactAttribute() => Skip = LibTorch.WhyMissing;
}
