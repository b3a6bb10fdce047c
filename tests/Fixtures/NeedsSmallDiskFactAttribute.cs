namespace PolicyGate.Tests.Fixtures;

/// <summary>A fact that skips with its reason where no file system can be mounted.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class NeedsSmallDiskFactAttribute : FactAttribute
{
    public NeedsSmallDiskFactAttribute() => Skip = SmallDisk.WhyMissing;
}
