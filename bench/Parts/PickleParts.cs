using BenchmarkDotNet.Attributes;
using PolicyGate.Formats.LeRobot;
using PolicyGate.Formats.Pickle;
using PolicyGate.Gateway.Limits;

namespace PolicyGate.Bench.Parts;

/// <summary>A LeRobot's observation, two cameras of 480×640 and six joints: read, and every value found.</summary>
public class PickleParts
{
    private readonly TimedObservationReader _reader;
    private byte[] _message = [];

    public PickleParts()
    {
        var limits = new LimitsOptions();
        _reader = new TimedObservationReader(new PickleLimits(
            limits.ObservationBytes, limits.PickleOpcodes, limits.PickleDepth, limits.PickleMemoEntries));
    }

    [Params("observation-480x640.pkl", "observation-480x640.protocol5.pkl")]
    public string File { get; set; } = "";

    /// <summary>The recorded message has one camera: what it writes for that comes twice, under another name.</summary>
    [GlobalSetup]
    public void Prepare()
    {
        byte[] one = System.IO.File.ReadAllBytes(
            Checkout.At($"tests/data/lerobot/lerobot-0.4.4_torch-2.13_numpy-2.4/{File}"));
        int camera = one.AsSpan().IndexOf("front"u8) + "front"u8.Length;
        int task = one.AsSpan().LastIndexOf("\u0004task"u8) - 1;
        _message = [.. one[..task], 0x8C, 5, .. "wrist"u8, .. one[camera..task], .. one[task..]];
        if (!ReadAndFind())
            throw new InvalidOperationException(_reader.Read(_message)?.Message ?? "a value is missing");
    }

    [Benchmark]
    public bool ReadAndFind()
    {
        if (_reader.Read(_message) is not null)
            return false;
        bool found = Joint("shoulder_pan.pos"u8) && Joint("shoulder_lift.pos"u8) && Joint("elbow_flex.pos"u8)
            && Joint("wrist_flex.pos"u8) && Joint("wrist_roll.pos"u8) && Joint("gripper.pos"u8);
        return found && Picture("front"u8) && Picture("wrist"u8) && _reader.TryText(_reader.Find("task"u8), out _);
    }

    private bool Joint(ReadOnlySpan<byte> name) => _reader.TryNumber(_reader.Find(name), out _);

    private bool Picture(ReadOnlySpan<byte> name) =>
        _reader.TryArray(_reader.Find(name), out PickleArray picture) && picture.IsRowMajor;
}
