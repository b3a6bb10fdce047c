using System.Text.Json;

namespace PolicyGate.RobotClient.OpenArm.Drive;

/// <summary>
/// Reads a folder of recorded observations, whole, into memory: <c>requests.jsonl</c> (request lines),
/// <c>ticks.jsonl</c> (requests with answers) or <c>index.json</c> (golden files with their requests).
/// </summary>
public static class RecordedFrames
{
    private const string RequestsFile = "requests.jsonl";
    private const string IndexFile = "index.json";

    // 4 GiB: an episode of 400 ticks at the stock cameras' full sizes.
    private const long MaximumTotalBytes = 4L << 30;

    /// <exception cref="InvalidDataException">It is no such folder; the message says where it goes wrong.</exception>
    /// <exception cref="IOException">It cannot be read.</exception>
    public static IReadOnlyList<DriveFrame> Open(string folder)
    {
        if (File.Exists(Path.Combine(folder, RequestsFile)))
            return Read(folder, RequestsFile, ReadRequests);
        if (File.Exists(Path.Combine(folder, RecordedEpisodes.TicksFile)))
            return Read(folder, RecordedEpisodes.TicksFile, ReadTicks);
        if (File.Exists(Path.Combine(folder, IndexFile)))
            return Read(folder, IndexFile, path => ReadIndex(path, _ => true));
        throw new InvalidDataException(
            $"{folder} has none of {RequestsFile}, {RecordedEpisodes.TicksFile} and {IndexFile}");
    }

    /// <summary>One observation of a folder with <c>index.json</c>, by its name there.</summary>
    /// <exception cref="InvalidDataException">As for a folder.</exception>
    public static IReadOnlyList<DriveFrame> Open(string folder, string name) =>
        Read(folder, IndexFile, path => ReadIndex(path, file => file.GetProperty("name").ValueEquals(name)));

    private static List<DriveFrame> Read(string folder, string name, Func<string, IEnumerable<JsonElement>> requests)
    {
        string path = Path.Combine(folder, name);
        var frames = new List<DriveFrame>();
        long total = 0;
        try
        {
            foreach (JsonElement request in requests(path))
            {
                frames.Add(ReadFrame(folder, request));
                total += frames[^1].File.Length;
                if (total > MaximumTotalBytes)
                    throw new InvalidDataException($"more than {MaximumTotalBytes >> 30} GiB of observations");
            }
        }
        catch (Exception failure) when (failure is JsonException or KeyNotFoundException or InvalidOperationException
            or InvalidDataException or FileNotFoundException)
        {
            throw new InvalidDataException($"{path}: request {frames.Count + 1}: {failure.Message}", failure);
        }
        return frames.Count > 0 ? frames : throw new InvalidDataException($"{path} has no requests");
    }

    private static IEnumerable<JsonElement> ReadRequests(string path) => File.ReadLines(path).Select(Parse);

    private static IEnumerable<JsonElement> ReadTicks(string path) =>
        File.ReadLines(path).Select(line => Parse(line).GetProperty("request"));

    private static IEnumerable<JsonElement> ReadIndex(string path, Func<JsonElement, bool> wanted) =>
        Parse(File.ReadAllText(path)).GetProperty("files").EnumerateArray().Where(wanted)
            .Select(file => Parse(file.GetProperty("request").GetString()!));

    private static DriveFrame ReadFrame(string folder, JsonElement request)
    {
        string found = RecordedFile.Find(folder, request.GetProperty("data_path").GetString() ?? "");
        using var file = new MemoryStream();
        RecordedFile.Read(found, file);
        return new DriveFrame
        {
            File = file.ToArray(),
            Metadata = request.GetProperty("metadata"),
            First = request.TryGetProperty("reset", out JsonElement reset) && reset.ValueKind is JsonValueKind.True,
        };
    }

    private static JsonElement Parse(string json)
    {
        using var document = JsonDocument.Parse(json);
        return document.RootElement.Clone();
    }
}
