using System.Text.Json;
using PolicyGate.RobotClient;

namespace PolicyGate.Tests.Functional.Live;

/// <summary>
/// A folder whose policy answers one number for every joint and row, by which a robot's answers tell who gave them.
/// </summary>
internal sealed class ConstantPolicy : IDisposable
{
    public const string Backend = "ConstantChunk";
    public const int Rows = 20;

    private readonly ScratchFolder _folder = new("policygate-policy-");

    /// <param name="value">What it answers, in the robot's units; NaN too.</param>
    /// <param name="joints">Of its chunk; the robot has 16.</param>
    public ConstantPolicy(double value, int joints = 16)
    {
        Answer(value);
        var policy = new
        {
            format = 1,
            name = "constant",
            models = new Dictionary<string, string> { [Backend] = "value", ["NativeLibraryMissing"] = "value" },
            inputs = new Dictionary<string, object> { ["observation.state"] = Tensor(1, 16) },
            outputs = new Dictionary<string, object> { ["action"] = Tensor(1, Rows, joints) },
            control = new { rate_hz = 30 },
        };
        File.WriteAllText(_folder.PathOf("policy.json"), JsonSerializer.Serialize(policy));
    }

    public static string PluginFolder => Repository.At("artifacts/test-plugins");

    public string Path => _folder.Path;

    /// <summary>What it answers wherever it is loaded from here on.</summary>
    public void Answer(double value) =>
        File.WriteAllText(_folder.PathOf("value"), value.ToString(System.Globalization.CultureInfo.InvariantCulture));

    public void Dispose() => _folder.Dispose();

    private static object Tensor(params int[] shape) => new { dtype = "float32", shape };
}
