namespace PolicyGate.Tests.Fixtures;

/// <summary>A policy whose pictures are resized by torch, as LeRobot's are; act-tiny, or another.</summary>
internal sealed class TorchResizedPolicy : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("policygate-policy-");

    public TorchResizedPolicy()
        : this(LeRobotPolicy.ActTiny)
    {
    }

    public TorchResizedPolicy(LeRobotPolicy policy)
    {
        string source = Repository.At(policy.Folder);
        Path = _folder.CreateSubdirectory(policy.Name).FullName;
        File.Copy(System.IO.Path.Combine(source, "model.onnx"), System.IO.Path.Combine(Path, "model.onnx"));
        string description = File.ReadAllText(System.IO.Path.Combine(source, "policy.json"));
        File.WriteAllText(
            System.IO.Path.Combine(Path, "policy.json"),
            description.Replace("pillow-bicubic", "torch-bilinear", StringComparison.Ordinal));
    }

    /// <summary>The folder, named as the policy.</summary>
    public string Path { get; }

    public void Dispose() => _folder.Delete(recursive: true);
}
