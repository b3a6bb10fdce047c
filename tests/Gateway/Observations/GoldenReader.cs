using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using PolicyGate.Gateway.Errors;
using PolicyGate.Gateway.Limits;
using PolicyGate.Gateway.Observations;
using PolicyGate.Gateway.Telemetry;
using PolicyGate.Tests.Fixtures;

namespace PolicyGate.Tests.Gateway.Observations;

/// <summary>Reads observation files as a session does, and holds what came against the golden values.</summary>
internal sealed class GoldenReader(
    IReadOnlyList<string> cameras,
    bool task = true,
    LimitsOptions? limits = null,
    TimeProvider? time = null,
    IReadOnlyList<string>? roots = null,
    IReadOnlyList<int>? history = null)
    : IDisposable
{
    public const string Prefix = "camera_";

    private readonly ArrowObservationReader _reader =
        new(limits ?? new LimitsOptions(), roots ?? GoldenData.Roots, Prefix, time ?? TimeProvider.System);

    /// <summary>What the policy <c>act-tiny</c> and the example server use.</summary>
    public static IReadOnlyList<string> PolicyCameras { get; } = ["head_left", "wrist_left", "wrist_right"];

    public Observation Observation { get; } =
        new(new ObservationNeeds(cameras, task) { History = history ?? [0] });

    /// <summary>In the order of the cameras.</summary>
    public byte[]?[] Pictures { get; } = new byte[]?[cameras.Count];

    public ImageSizes Sizes { get; } = new(cameras.Count);

    /// <summary>What a request would say of the rows.</summary>
    public HistoryIndices History { get; } = new(1024);

    public TickTimings Timings { get; } = new();

    /// <summary>Sees what was read while its file is still open.</summary>
    public Action<Observation>? Look { get; set; }

    public static GoldenReader For(GoldenObservation golden) => new([.. golden.Cameras!.Keys.Select(Camera)]);

    public GatewayError? Read(string path) => Read(Encoding.UTF8.GetBytes(path));

    /// <summary>Opens the file, reads its pictures and gives it up.</summary>
    public GatewayError? Read(ReadOnlySpan<byte> path)
    {
        GatewayError? error = _reader.Open(path, Sizes, Observation, Timings, History);
        for (int i = 0; i < cameras.Count && error is null; i++)
        {
            CameraImage image = Observation.Cameras[i];
            if (Pictures[i]?.Length != image.Bytes)
                Pictures[i] = new byte[image.Bytes];
            error = image.Read(0, image.Height, Pictures[i]!, out ReadOnlySpan<byte> pixels);
            // Where the picture is in memory already, nothing was fetched.
            if (error is null && !pixels.Overlaps(Pictures[i]))
                pixels.CopyTo(Pictures[i]);
        }
        if (error is null)
            Look?.Invoke(Observation);
        return Observation.Finish(error);
    }

    public GatewayError? Read(GoldenObservation golden)
    {
        NameSizes(golden);
        NameHistory(golden);
        return Read(GoldenData.Path(golden.File));
    }

    public void ShouldHold(GoldenObservation golden)
    {
        Observation.Position.ToArray().ShouldBe(golden.Position!);
        Observation.Id.ShouldBe(golden.Id);
        Encoding.UTF8.GetString(Observation.Task).ShouldBe(golden.TaskPrompt ?? "");
        for (int i = 0; i < cameras.Count; i++)
        {
            CameraImage image = Observation.Cameras[i];
            GoldenPicture picture = golden.Cameras![Prefix + image.Name];
            image.Present.ShouldBeTrue(image.Name);
            (image.Height, image.Width).ShouldBe((picture.Height, picture.Width), image.Name);
            Convert.ToHexStringLower(SHA256.HashData(Pictures[i]!)).ShouldBe(picture.Sha256, image.Name);
        }
    }

    public void Dispose() => _reader.Dispose();

    /// <summary>From the request's metadata where there is a request, else what the file holds.</summary>
    private void NameSizes(GoldenObservation golden)
    {
        Sizes.Clear();
        for (int i = 0; i < cameras.Count; i++)
        {
            string column = Prefix + cameras[i];
            if (golden.Request is null)
            {
                if (golden.Cameras!.TryGetValue(column, out GoldenPicture? picture))
                    Sizes[i] = (picture.Height, picture.Width);
                continue;
            }
            using JsonDocument request = JsonDocument.Parse(golden.Request);
            JsonElement metadata = request.RootElement.GetProperty("metadata");
            if (metadata.TryGetProperty(column + ".height", out JsonElement height))
                Sizes[i] = (height.GetInt32(), metadata.GetProperty(column + ".width").GetInt32());
        }
    }

    private void NameHistory(GoldenObservation golden)
    {
        History.Clear();
        using JsonDocument request = JsonDocument.Parse(golden.Request ?? """{"metadata":{}}""");
        JsonElement metadata = request.RootElement.GetProperty("metadata");
        if (metadata.TryGetProperty("history_delta_indices", out JsonElement indices))
            History.Parse(Encoding.UTF8.GetBytes(indices.GetString()!));
    }

    private static string Camera(string column) => column[Prefix.Length..];
}
