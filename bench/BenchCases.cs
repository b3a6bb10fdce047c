using PolicyGate.Gateway.Configuration;
using PolicyGate.Gateway.Measurement;
using PolicyGate.RobotClient.OpenArm.Drive;

namespace PolicyGate.Bench;

/// <summary>What is measured: a small policy on three sizes of pictures, and the sample that <c>./run</c>
/// shows.</summary>
internal static class BenchCases
{
    public static IReadOnlyList<string> Names { get; } =
        ["act-tiny/half", "act-tiny/openarm", "act-tiny/mixed", "reach"];

    /// <param name="name">One of <see cref="Names"/>.</param>
    public static MeasuredCase Open(string name) => name == "reach"
        ? Create(name, "samples/policies/reach", RecordedFrames.Open(Checkout.At("samples/episodes/reach")))
        : Create(
            name, "tests/data/act-tiny",
            RecordedFrames.Open(Checkout.At("tests/data/openarm"), name[(name.IndexOf('/') + 1)..]));

    private static MeasuredCase Create(string name, string policyFolder, IReadOnlyList<DriveFrame> frames)
    {
        var policy = new PolicyConfig { Name = "bench", Folder = Checkout.At(policyFolder), Backend = "Onnx" };
        return new MeasuredCase(name, policy, Checkout.At("artifacts/plugins"), frames);
    }
}
