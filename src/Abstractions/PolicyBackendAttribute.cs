namespace PolicyGate.Abstractions;

/// <summary>
/// Names a plugin's backend and its one entry type: <c>[assembly: PolicyBackend("Onnx", typeof(OnnxBackend))]</c>.
/// </summary>
/// <remarks>
/// The host reads this from the assembly's metadata before it loads any code, so a plugin made for another contract is
/// refused without running a line of it. The version arguments are constants that the compiler bakes into the plugin:
/// leave them alone and they say what the plugin was built against.
/// </remarks>
/// <param name="name">The backend's name: the key in <c>policy.json</c>'s <c>models</c> and in
/// <c>appsettings.json</c>'s <c>Backend</c>; compared without case.</param>
/// <param name="entry">A public or internal class with a parameterless constructor that implements
/// <see cref="IPolicyBackend"/>.</param>
/// <param name="major">The contract's major version that the plugin was compiled against.</param>
/// <param name="minor">The contract's minor version that the plugin was compiled against.</param>
[AttributeUsage(AttributeTargets.Assembly)]
public sealed class PolicyBackendAttribute(
    string name, Type entry, int major = Contract.Major, int minor = Contract.Minor) : Attribute
{
    /// <summary>The backend's name.</summary>
    public string Name { get; } = name;

    /// <summary>The entry type.</summary>
    public Type Entry { get; } = entry;

    /// <summary>The contract's major version that the plugin was compiled against.</summary>
    public int Major { get; } = major;

    /// <summary>The contract's minor version that the plugin was compiled against.</summary>
    public int Minor { get; } = minor;
}
