namespace PolicyGate.Tests.Fixtures;

/// <summary>A theory that skips with its reason where one of the Python environments is not at hand.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class NeedsPythonTheoryAttribute : TheoryAttribute
{
    public NeedsPythonTheoryAttribute(params string[] environments)
    {
        Environments = environments;
        Skip = environments.Select(PythonEnvironment.WhyMissing).FirstOrDefault(reason => reason is not null);
    }

    public IReadOnlyList<string> Environments { get; }
}
