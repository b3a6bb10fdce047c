namespace PolicyGate.Tests.Fixtures;

/// <summary>A fact that skips with its reason where libtorch or a Python environment is not at hand.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class NeedsPythonAndLibTorchFactAttribute : FactAttribute
{
    public NeedsPythonAndLibTorchFactAttribute(params string[] environments)
    {
        Environments = environments;
        Skip = LibTorch.WhyMissing
            ?? environments.Select(PythonEnvironment.WhyMissing).FirstOrDefault(reason => reason is not null);
    }

    public IReadOnlyList<string> Environments { get; }
}
