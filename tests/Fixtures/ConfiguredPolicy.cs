using PolicyGate.RobotClient;

namespace PolicyGate.Tests.Fixtures;

/// <summary>The trained policy in a folder that says itself how it is served: whole chunks, in no hurry.</summary>
internal sealed class ConfiguredPolicy : IDisposable
{
    private readonly ScratchFolder _folder = new("policygate-policy-");

    public ConfiguredPolicy()
    {
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

    public void Dispose() => _folder.Dispose();
}
