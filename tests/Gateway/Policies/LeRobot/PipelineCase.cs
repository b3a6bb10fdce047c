using System.Text.Json;
using PolicyGate.Gateway.Observations;
using PolicyGate.Tests.Fixtures;

namespace PolicyGate.Tests.Gateway.Policies.LeRobot;

/// <summary>One observation with the values of each stage that LeRobot's own pipeline made of it.</summary>
internal sealed class PipelineCase : IDisposable
{
    private readonly string _name;
    private readonly JsonElement _json;
    private readonly NpzFile _arrays;

    public PipelineCase(string checkpoint, string name)
    {
        _name = name;
        using JsonDocument json = JsonDocument.Parse(GoldenData.Bytes($"lerobot/pipeline-cases-{checkpoint}.json"));
        _json = json.RootElement.GetProperty("cases").EnumerateArray()
            .Single(one => one.GetProperty("name").GetString() == name).Clone();
        _arrays = new NpzFile(GoldenData.Path($"lerobot/pipeline-cases-{checkpoint}.npz"));
    }

    public static string[] Names { get; } = ["same-size", "vga", "mixed", "cut"];

    /// <summary>How many rows the robot asks for.</summary>
    public int Rows => _json.GetProperty("actions_per_chunk").GetInt32();

    /// <summary>Before normalisation: the right size, 0 to 1, planes of colours.</summary>
    public float[] Observed(string input) => _arrays.Floats($"{_name}.observation.{input}");

    /// <summary>What the model got.</summary>
    public float[] Preprocessed(string input) => _arrays.Floats($"{_name}.preprocessed.{input}");

    /// <summary>What the model answered.</summary>
    public float[] ModelOutput => _arrays.Floats($"{_name}.policy_output");

    /// <summary>What the robot was sent.</summary>
    public float[] Actions => _arrays.Floats($"{_name}.actions");

    /// <summary>The observation as a robot sends it.</summary>
    public void Show(Observation observation)
    {
        JsonElement positions = _json.GetProperty("joints");
        float[] joints = [.. _json.GetProperty("lerobot_features").GetProperty("observation.state").GetProperty("names")
            .EnumerateArray().Select(joint => (float)positions.GetProperty(joint.GetString()!).GetDouble())];
        joints.CopyTo(observation.PreparePosition(joints.Length));
        foreach (CameraImage camera in observation.Cameras)
        {
            byte[] pixels = _arrays.Bytes($"{_name}.raw.{camera.Name}", out int[] shape);
            pixels.CopyTo(camera.Prepare(shape[0], shape[1]));
        }
    }

    public void Dispose() => _arrays.Dispose();
}
