namespace PolicyGate.Tests.Fixtures;

/// <summary>The private Python environments that <c>./test</c> makes where it can and tells by variables.</summary>
internal static class PythonEnvironment
{
    /// <summary>Why a test that needs it cannot run, and how to make it run; null when it can.</summary>
    public static string? WhyMissing(string name)
    {
        if (File.Exists(Environment.GetEnvironmentVariable(Variable(name, "PYTHON"))))
            return null;
        string? reason = Environment.GetEnvironmentVariable(Variable(name, "MISSING"));
        reason ??= $"run ./test, or set {Variable(name, "PYTHON")}";
        return $"the Python environment '{name}' is missing: {reason} (it is made by: eng/python-env {name})";
    }

    /// <summary>Path of the environment's interpreter.</summary>
    public static string Python(string name) =>
        Environment.GetEnvironmentVariable(Variable(name, "PYTHON"))
            ?? throw new InvalidOperationException(WhyMissing(name));

    private static string Variable(string name, string what) => $"POLICYGATE_{name.ToUpperInvariant()}_{what}";
}
