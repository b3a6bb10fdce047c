namespace PolicyGate.Tests.Fixtures;

/// <summary>A fact that skips, with its reason, where a program is not installed.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class NeedsCommandFactAttribute : FactAttribute
{
    /// <param name="command">Looked for in PATH.</param>
    /// <param name="package">Debian's package that brings it.</param>
    public NeedsCommandFactAttribute(string command, string package)
    {
        (Command, Package) = (command, package);
        string[] folders = (Environment.GetEnvironmentVariable("PATH") ?? "").Split(':');
        if (!folders.Any(folder => File.Exists(Path.Combine(folder, command))))
            Skip = $"{command} is missing: sudo apt-get install -y {package}";
    }

    public string Command { get; }

    public string Package { get; }
}
