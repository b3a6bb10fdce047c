using System.Diagnostics;

namespace PolicyGate.Tests.Fixtures;

/// <summary>A fact that skips, with its reason, where the Python environment or a module in it is missing.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class NeedsPythonModuleFactAttribute : FactAttribute
{
    /// <param name="environment">As for <see cref="NeedsPythonFactAttribute" />.</param>
    /// <param name="module">What the environment itself may lack.</param>
    /// <param name="package">Debian's package that brings it.</param>
    public NeedsPythonModuleFactAttribute(string environment, string module, string package)
    {
        Environment = environment;
        Module = module;
        Package = package;
        Skip = PythonEnvironment.WhyMissing(environment);
        if (Skip is null && !Has(PythonEnvironment.Python(environment), module))
            Skip = $"the Python module '{module}' is missing: sudo apt-get install -y {package}";
    }

    public string Environment { get; }

    public string Module { get; }

    public string Package { get; }

    private static bool Has(string python, string module)
    {
        string script = $"import importlib.util, sys; sys.exit(importlib.util.find_spec('{module}') is None)";
        using Process program = Process.Start(python, ["-c", script]);
        program.WaitForExit();
        return program.ExitCode == 0;
    }
}
