using System.Text;
using System.Text.Json;
using PolicyGate.Abstractions;
using PolicyGate.Formats;
using PolicyGate.Formats.LeRobot;
using PolicyGate.Formats.Pickle;
using PolicyGate.Gateway.Limits;
using PolicyGate.Gateway.Recording;
using PolicyGate.Gateway.Wires.LeRobot;
using PolicyGate.Gateway.Wires.OpenArm;
using PolicyGate.RobotClient;

namespace PolicyGate.Gateway.Inspection;

/// <summary>Saves the pictures of each session's first recorded observation, in a folder for each.</summary>
internal sealed class RecordedPictures(string folder, LimitsOptions limits) : IDisposable
{
    private readonly ScratchFolder _scratch = new("policygate-inspect-");
    private readonly HashSet<string> _seen = new(StringComparer.Ordinal);
    private readonly List<Finding> _findings = [];

    public IReadOnlyList<Finding> Findings => _findings;

    public void Look(RecordedTick tick)
    {
        if (tick.Observation.IsEmpty || !_seen.Add(tick.Session))
            return;
        string name = RunFolder.NameOf(tick.Session);
        var into = new PictureFolder(Path.Combine(folder, $"{name}-{tick.Tick}"));
        if (tick.Wire is RecordedWire.OpenArm)
            SaveOpenArm(tick, into);
        else
            SaveLeRobot(tick, into);
    }

    public void Dispose() => _scratch.Dispose();

    private void SaveOpenArm(RecordedTick tick, PictureFolder into)
    {
        string file = _scratch.PathOf("observation.arrow");
        using (FileStream stream = File.Create(file))
            stream.Write(tick.Observation.Span);
        var wishes = new PictureWishes(SizesOf(tick.Request), into);
        _findings.AddRange(ObservationInspection.Of(file, limits, wishes)
            .Where(finding => finding.Subject.StartsWith("camera ", StringComparison.Ordinal))
            .Select(finding => finding with { Subject = $"{finding.Subject} of {Of(tick)}" }));
    }

    /// <summary>As the request's metadata has them: <c>camera_head_left.height</c>.</summary>
    private static CameraSizes SizesOf(ReadOnlyMemory<byte> request)
    {
        var sizes = new CameraSizes();
        byte[] line = request.ToArray();
        PythonJson.Mend(line);
        try
        {
            using JsonDocument json = JsonDocument.Parse(line);
            if (json.RootElement.ValueKind is not JsonValueKind.Object
                || !json.RootElement.TryGetProperty("metadata", out JsonElement metadata)
                || metadata.ValueKind is not JsonValueKind.Object)
            {
                return sizes;
            }
            foreach (JsonProperty height in metadata.EnumerateObject().Where(IsHeight))
            {
                string camera = height.Name[..^".height".Length];
                if (metadata.TryGetProperty($"{camera}.width", out JsonElement width))
                    sizes.Add($"{camera}={height.Value}x{width}");
            }
        }
        catch (JsonException)
        {
            // It had no answer either; sizes are guessed.
        }
        return sizes;
    }

    private static bool IsHeight(JsonProperty value) => value.Name.EndsWith(".height", StringComparison.Ordinal);

    private void SaveLeRobot(RecordedTick tick, PictureFolder into)
    {
        if (LeRobotRequest.Read(tick.Request, limits, out RemotePolicyConfig? config)?.Message is { } unread)
        {
            Tell(tick, "pictures", unread);
            return;
        }
        var reader = new TimedObservationReader(LeRobotLimits.OfObservation(limits));
        if (reader.Read(tick.Observation)?.Message is { } fault)
        {
            Tell(tick, "pictures", fault);
            return;
        }
        foreach (LeRobotFeature feature in config!.Features.Where(f => f.Shape.Count == 3))
        {
            string camera = feature.Name[(feature.Name.LastIndexOf('.') + 1)..];
            int value = reader.Find(Encoding.UTF8.GetBytes(camera));
            PickleArray picture = default;
            bool found = value >= 0 && reader.TryArray(value, out picture)
                && picture is { Kind: 'u', ItemSize: 1, Rank: 3, IsRowMajor: true, Shape.Third: 3 };
            string? file = null;
            string? unsaved = !found ? "it is no picture that is saved" : into.Save(
                camera, picture.Data.Span, picture.Shape.First, picture.Shape.Second, out file);
            Tell(tick, $"camera {camera}", unsaved, $"saved as {file}");
        }
    }

    private void Tell(RecordedTick tick, string subject, string? wrong, string right = "") => _findings.Add(new Finding(
        wrong is null ? FindingLevel.Ok : FindingLevel.Warning, Printable.Text($"{subject} of {Of(tick)}"),
        Printable.Text(wrong ?? right)));

    private static string Of(RecordedTick tick) => $"{tick.Session} tick {tick.Tick}";
}
