using PolicyGate.Gateway.Configuration;

namespace PolicyGate.Tests.Gateway.Configuration;

/// <summary>A folder of its own with a configuration file, and the surroundings of a program that reads it.</summary>
public sealed class ConfigurationFolder : IDisposable
{
    internal const string Good = """
        "Policies": { "reach": { "Folder": "policies/reach", "Backend": "Onnx" } },
        "Wires": { "OpenArm": [ { "Listen": "robot.socket" } ] }
        """;

    public ConfigurationFolder() => Path = Directory.CreateTempSubdirectory("policygate-test-").FullName;

    public string Path { get; }

    public string File => System.IO.Path.Combine(Path, "appsettings.json");

    public string In(string relative) => System.IO.Path.Combine(Path, relative);

    /// <summary>Writes the file with these keys in its Gateway section.</summary>
    internal ConfigurationFolder WithGateway(string keys) => WithText($"{{ \"Gateway\": {{ {keys}\n }} }}");

    internal ConfigurationFolder WithText(string text)
    {
        System.IO.File.WriteAllText(File, text);
        return this;
    }

    /// <summary>Reads from a working folder elsewhere, with an empty environment.</summary>
    internal ConfigurationRequest Request() => new()
    {
        File = File,
        WorkingFolder = "/work-folder",
        ProgramFolder = "/program",
        Environment = new Dictionary<string, string>(StringComparer.Ordinal),
    };

    internal LoadedConfiguration Load() => ConfigurationLoader.Load(Request());

    internal string[] Errors() => [.. Load().Errors.Select(error => error.ToString())];

    public void Dispose() => Directory.Delete(Path, recursive: true);
}
