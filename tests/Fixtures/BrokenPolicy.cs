namespace PolicyGate.Tests.Fixtures;

/// <summary>act-tiny with a model that is none.</summary>
internal sealed class BrokenPolicy : IDisposable
{
    public BrokenPolicy()
    {
        File.WriteAllText(System.IO.Path.Combine(Path, "model.onnx"), "no model");
        File.Copy(
            System.IO.Path.Combine(GoldenData.Root, "act-tiny", "policy.json"),
            System.IO.Path.Combine(Path, "policy.json"));
    }

    public string Path { get; } = Directory.CreateTempSubdirectory("policygate-policy-").FullName;

    public void Dispose() => Directory.Delete(Path, recursive: true);
}
