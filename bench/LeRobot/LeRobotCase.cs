using PolicyGate.Formats.LeRobot;

namespace PolicyGate.Bench.LeRobot;

/// <summary>A policy, and a robot that has what it sees.</summary>
/// <param name="Name">As told.</param>
/// <param name="Folder">Of the policy, from the checkout's root.</param>
/// <param name="Backend">Runs it here.</param>
/// <param name="Stock">The stock server's options for the same policy.</param>
/// <param name="Rows">Of a chunk.</param>
/// <param name="Cameras">480×640 each.</param>
internal sealed record LeRobotCase(
    string Name, string Folder, string Backend, IReadOnlyList<string> Stock, int Rows, IReadOnlyList<string> Cameras)
{
    private const int Height = 480, Width = 640;

    private static readonly string[] Joints = [.. Enumerable.Range(0, 16).Select(i => $"joint_{i}.pos")];

    /// <summary>Without a model: the decoding, the pictures and the wire alone. Then with one.</summary>
    public static IReadOnlyList<LeRobotCase> All { get; } =
    [
        new("no model", "bench/policies/two-cameras", "Scripted", [], 50, ["head_left", "wrist_left"]),
        new(
            "act-tiny", "tests/data/act-tiny", "Onnx",
            ["--policy", Checkout.At("tests/data/act-tiny"), "--model",
                Checkout.At("tests/data/act-tiny/model.pt")],
            20, ["head_left", "wrist_left", "wrist_right"]),
    ];

    public RemotePolicyConfig Config => new()
    {
        Module = LeRobotModule.AsyncInference,
        PolicyType = "act",
        PretrainedNameOrPath = Path.GetFileName(Folder),
        Features =
        [
            new LeRobotFeature("observation.state", "float32", [Joints.Length], Joints),
            .. Cameras.Select(camera => new LeRobotFeature(
                $"observation.images.{camera}", "image", [Height, Width, 3], ["height", "width", "channels"])),
        ],
        ActionsPerChunk = Rows,
    };

    /// <summary>Of noise with a fixed seed; every one must be answered.</summary>
    public TimedObservation NewObservation()
    {
        var random = new Random(1);
        return new TimedObservation
        {
            MustGo = true,
            JointNames = Joints,
            Joints = [.. Joints.Select(_ => random.NextDouble() - 0.5)],
            Pictures = [.. Cameras.Select(camera =>
            {
                var pixels = new byte[Height * Width * 3];
                random.NextBytes(pixels);
                return new LeRobotPicture(camera, Height, Width, pixels);
            })],
            Task = "pick up the cube",
        };
    }
}
