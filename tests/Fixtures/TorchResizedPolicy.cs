namespace PolicyGate.Tests.Fixtures;

/// <summary>act-tiny as a policy that was trained on pictures resized by torch.</summary>
internal sealed class TorchResizedPolicy : IDisposable
{
    public TorchResizedPolicy()
    {
        string source = System.IO.Path.Combine(GoldenData.Root, "act-tiny");
        File.Copy(System.IO.Path.Combine(source, "model.onnx"), System.IO.Path.Combine(Path, "model.onnx"));
        string description = File.ReadAllText(System.IO.Path.Combine(source, "policy.json"));
        File.WriteAllText(
            System.IO.Path.Combine(Path, "policy.json"),
            description.Replace("pillow-bicubic", "torch-bilinear", StringComparison.Ordinal));
    }

    public string Path { get; } = Directory.CreateTempSubdirectory("policygate-policy-").FullName;

    public void Dispose() => Directory.Delete(Path, recursive: true);
}
