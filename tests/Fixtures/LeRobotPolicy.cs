namespace PolicyGate.Tests.Fixtures;

/// <summary>A policy that LeRobot's programs run by PyTorch, where the gateway runs its ONNX model.</summary>
/// <param name="Name">What a robot asks for.</param>
/// <param name="Folder">Of its <c>policy.json</c>, from the repository's root.</param>
internal sealed record LeRobotPolicy(string Name, string Folder)
{
    public static LeRobotPolicy ActTiny { get; } = new("act-tiny", "tests/data/act-tiny");

    public static LeRobotPolicy Reach { get; } = new("reach", "samples/policies/reach");

    /// <summary>Tells it to the programs in <c>tests/peers/lerobot</c>.</summary>
    public string[] Arguments =>
        ["--policy", Repository.At(Folder), "--model", Repository.At($"{Folder}/model.pt")];
}
