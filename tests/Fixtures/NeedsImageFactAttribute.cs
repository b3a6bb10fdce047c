namespace PolicyGate.Tests.Fixtures;

/// <summary>A fact that skips with its reason where the images of these stages, or an environment, are not at hand.
/// </summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class NeedsImageFactAttribute : FactAttribute
{
    public NeedsImageFactAttribute(string stage, string? environment = null)
    {
        Stage = stage;
        Environment = environment;
        Skip = BuiltImages.WhyMissing(stage);
        if (Skip is null && environment is not null)
            Skip = PythonEnvironment.WhyMissing(environment);
    }

    public string Stage { get; }

    public string? Environment { get; }
}
