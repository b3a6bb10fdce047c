namespace PolicyGate.Tests.Fixtures;

/// <summary>A fact that skips with its reason where the Python environment is not at hand.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class NeedsPythonFactAttribute : FactAttribute
{
    public NeedsPythonFactAttribute(string environment)
    {
        Environment = environment;
        Skip = PythonEnvironment.WhyMissing(environment);
    }

    public string Environment { get; }
}
