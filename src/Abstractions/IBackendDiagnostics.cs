namespace PolicyGate.Abstractions;

/// <summary>Optional, on the entry type: what the backend can tell about the machine and about a model file.</summary>
public interface IBackendDiagnostics
{
    /// <summary>The engine's version, drivers, native libraries and devices, found or missing.</summary>
    IEnumerable<Finding> Diagnose();

    /// <summary>What can be told of a model file without the device it needs.</summary>
    /// <param name="modelPath">An existing file.</param>
    IEnumerable<Finding> Describe(string modelPath);
}
