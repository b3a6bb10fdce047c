using System.Text;
using System.Text.Json;
using PolicyGate.Gateway.Charts;
using PolicyGate.Gateway.Errors;
using PolicyGate.Gateway.Limits;
using PolicyGate.Gateway.Observations;
using PolicyGate.Gateway.Telemetry;
using PolicyGate.Gateway.Wires.OpenArm;
using PolicyGate.RobotClient;
using PolicyGate.RobotClient.OpenArm;

namespace PolicyGate.Gateway.Demo;

/// <summary>Unpacks recorded observations and makes their pictures small, with the gateway's own reader.</summary>
internal sealed class FrameReader : IDisposable
{
    private const string HeightSuffix = ".height";
    private const string WidthSuffix = ".width";

    // 600×960 in quarters; larger ones keep their shape at this width.
    private const int PictureWidth = 240;

    private readonly string _file;
    private readonly ArrowObservationReader _reader;
    private readonly Observation _observation;
    private readonly ImageSizes _sizes;
    private readonly TickTimings _timings = new();
    private readonly MemoryStream _unpacked = new();

    /// <param name="folder">For unpacked files.</param>
    /// <param name="cameras">Whose pictures are read, in order.</param>
    /// <param name="time">For the reader.</param>
    public FrameReader(ScratchFolder folder, IReadOnlyList<string> cameras, TimeProvider time)
    {
        _file = folder.PathOf("frame.arrow");
        _reader = new ArrowObservationReader(new LimitsOptions(), [folder.Path], OpenArmNames.CameraPrefix, time);
        _observation = new Observation(new ObservationNeeds(cameras, Task: false));
        _sizes = new ImageSizes(cameras.Count);
    }

    /// <summary>The cameras that a recording's metadata names, those that the policy sees first.</summary>
    public static IReadOnlyList<string> FindCameras(JsonElement metadata, IReadOnlyList<string> seen)
    {
        IEnumerable<string> named = metadata.EnumerateObject().Select(entry => entry.Name)
            .Where(name => name.StartsWith(OpenArmNames.CameraPrefix, StringComparison.Ordinal)
                && name.EndsWith(HeightSuffix, StringComparison.Ordinal))
            .Select(name => name[OpenArmNames.CameraPrefix.Length..^HeightSuffix.Length]);
        return [.. seen.Union(named, StringComparer.Ordinal)];
    }

    /// <exception cref="InvalidDataException">The recording cannot be read; the message says why.</exception>
    public DemoFrame Read(RecordedTick tick)
    {
        OpenArmObservation recorded = tick.Read(_unpacked);
        File.WriteAllBytes(_file, recorded.File.Span);
        for (int i = 0; i < _observation.Cameras.Length; i++)
        {
            string name = OpenArmNames.CameraPrefix + _observation.Cameras[i].Name;
            _sizes[i] = (Number(tick.Metadata, name + HeightSuffix), Number(tick.Metadata, name + WidthSuffix));
        }
        Check(tick, _reader.Open(Encoding.UTF8.GetBytes(_file), _sizes, _observation, _timings));
        var pictures = new List<DemoPicture>(_observation.Cameras.Length);
        foreach (CameraImage camera in _observation.Cameras)
        {
            Check(tick, camera.Read(out byte[] pixels));
            pictures.Add(new DemoPicture(
                camera.Name, Thumbnail.Png(pixels, camera.Height, camera.Width, PictureWidth)));
        }
        Check(tick, _observation.Finish());
        return new DemoFrame(_observation.Position.ToArray(), pictures);
    }

    public void Dispose()
    {
        _reader.Dispose();
        _unpacked.Dispose();
    }

    private static void Check(RecordedTick tick, GatewayError? error)
    {
        if (error is not null)
            throw new InvalidDataException($"{tick.ObservationPath}: {error.Message}");
    }

    private static int Number(JsonElement metadata, string name) =>
        metadata.TryGetProperty(name, out JsonElement value) && value.TryGetInt32(out int number) ? number : 0;
}
