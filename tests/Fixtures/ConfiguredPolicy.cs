using PolicyGate.RobotClient;

namespace PolicyGate.Tests.Fixtures;

/// <summary>The trained policy in a folder that says itself how it is served: whole chunks, in no hurry.</summary>
internal sealed class ConfiguredPolicy : IDisposable
{
    private const UnixFileMode Open = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute
        | UnixFileMode.GroupRead | UnixFileMode.GroupExecute | UnixFileMode.OtherRead | UnixFileMode.OtherExecute;

    private readonly ScratchFolder _folder = new("policygate-policy-");

    public ConfiguredPolicy()
    {
        // The robot's user is to read it, from a mount that nobody may change.
        File.SetUnixFileMode(Path, Open);
        foreach (string file in (string[])["policy.json", "model.onnx", "model.pt"])
            File.Copy(Repository.At($"samples/policies/reach/{file}"), System.IO.Path.Combine(Path, file));
        File.WriteAllText(System.IO.Path.Combine(Path, "appsettings.json"),
            """
            { "Gateway": {
                "Policies": { "reach": { "Deadline": "00:00:10" } },
                "Chunks": { "DropLateRows": false } } }
            """);
    }

    public string Path => _folder.Path;

    public void Spoil() => File.WriteAllText(System.IO.Path.Combine(Path, "model.onnx"), "this is no model");

    public void Close() => File.SetUnixFileMode(Path, UnixFileMode.UserRead | UnixFileMode.UserExecute);

    public void Dispose() => _folder.Dispose();
}
