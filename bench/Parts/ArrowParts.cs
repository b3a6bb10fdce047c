using System.Text;
using BenchmarkDotNet.Attributes;
using PolicyGate.Gateway.Configuration;
using PolicyGate.Gateway.Limits;
using PolicyGate.Gateway.Observations;
using PolicyGate.Gateway.Telemetry;
using PolicyGate.Gateway.Wires.OpenArm;
using PolicyGate.RobotClient;
using PolicyGate.RobotClient.OpenArm.Drive;

namespace PolicyGate.Bench.Parts;

/// <summary>Opening an observation file and finding the newest row's values; no picture is read.</summary>
public class ArrowParts
{
    private static readonly string[] Cameras = ["head_left", "wrist_left", "wrist_right"];

    private static readonly ArrowObservationReader Reader = new(
        new LimitsOptions(), OpenArmWireConfig.DefaultDataRoots, OpenArmNames.CameraPrefix, TimeProvider.System);

    private static ScratchFolder? _folder;

    private readonly Observation _observation = new(new ObservationNeeds(Cameras, Task: false));
    private readonly ImageSizes _sizes = new(Cameras.Length);
    private readonly TickTimings _timings = new();
    private byte[] _path = [];

    [Params("half", "mixed")]
    public string File { get; set; } = "";

    [GlobalSetup]
    public void Prepare()
    {
        _folder = new ScratchFolder("policygate-bench-");
        string path = _folder.PathOf(File);
        DriveFrame frame = RecordedFrames.Open(Checkout.At("tests/data/openarm"), File)[0];
        System.IO.File.WriteAllBytes(path, frame.File.Span);
        _path = Encoding.UTF8.GetBytes(path);
        for (int i = 0; i < Cameras.Length; i++)
        {
            string camera = OpenArmNames.CameraPrefix + Cameras[i];
            _sizes[i] = (frame.Metadata.GetProperty(camera + ".height").GetInt32(),
                frame.Metadata.GetProperty(camera + ".width").GetInt32());
        }
    }

    [GlobalCleanup]
    public static void Remove() => _folder?.Dispose();

    [Benchmark]
    public bool OpenAndDecode() =>
        Reader.Open(_path, _sizes, _observation, _timings) is null && _observation.Finish() is null;
}
