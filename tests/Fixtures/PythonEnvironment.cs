namespace PolicyGate.Tests.Fixtures;

/// <summary>The private Python environments that <c>./test</c> makes where it can, told by an environment
/// variable.</summary>
internal static class PythonEnvironment
{
    /// <summary>Why a test that needs it cannot run, and how to make it run; null when it can.</summary>
    public static string? WhyMissing(string name) =>
        File.Exists(Environment.GetEnvironmentVariable(Variable(name)))
            ? null
            : $"needs the Python environment '{name}', which ./test makes by 'eng/python-env {name}' and tells by "
                + $"{Variable(name)}; try that command (PIP_FIND_LINKS names a folder of wheels)";

    /// <summary>Path of the environment's interpreter.</summary>
    public static string Python(string name) =>
        Environment.GetEnvironmentVariable(Variable(name)) ?? throw new InvalidOperationException(WhyMissing(name));

    private static string Variable(string name) => $"POLICYGATE_{name.ToUpperInvariant()}_PYTHON";
}
