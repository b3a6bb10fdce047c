namespace PolicyGate.Tests.Fixtures;

/// <summary>A fact that skips unless POLICYGATE_SCREENSHOTS names the folder that screenshots are wanted in.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class NeedsScreenshotsFactAttribute : FactAttribute
{
    public NeedsScreenshotsFactAttribute()
    {
        if (Folder is null)
            Skip = "no screenshots are wanted: POLICYGATE_SCREENSHOTS=FOLDER ./test Screenshot";
    }

    public static string? Folder { get; } = Environment.GetEnvironmentVariable("POLICYGATE_SCREENSHOTS");
}
