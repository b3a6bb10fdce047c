using System.Text.Json;

namespace PolicyGate.RobotClient.OpenArm;

/// <summary>A folder of recorded ticks: <c>ticks.jsonl</c> and an Arrow file each.</summary>
public sealed class RecordedEpisodes
{
    internal const string TicksFile = "ticks.jsonl";

    private RecordedEpisodes(string folder, IReadOnlyList<RecordedTick> ticks) => (Folder, Ticks) = (folder, ticks);

    public string Folder { get; }

    /// <summary>In the order recorded; at least one.</summary>
    public IReadOnlyList<RecordedTick> Ticks { get; }

    public int Episodes => Ticks[^1].Episode + 1;

    /// <exception cref="InvalidDataException">It is not a recording; the message says where it goes wrong.</exception>
    /// <exception cref="IOException">It cannot be read.</exception>
    public static RecordedEpisodes Open(string folder)
    {
        string path = Path.Combine(folder, TicksFile);
        var ticks = new List<RecordedTick>();
        int line = 0;
        foreach (string text in File.ReadLines(path))
        {
            line++;
            try
            {
                using var document = JsonDocument.Parse(text);
                ticks.Add(ReadTick(folder, document.RootElement, ticks));
            }
            catch (Exception failure) when (failure is JsonException or KeyNotFoundException
                or InvalidOperationException or OpenArmException or FileNotFoundException)
            {
                throw new InvalidDataException($"{path}: line {line}: {failure.Message}", failure);
            }
        }
        return ticks.Count > 0
            ? new RecordedEpisodes(folder, ticks)
            : throw new InvalidDataException($"{path} has no ticks");
    }

    private static RecordedTick ReadTick(string folder, JsonElement tick, List<RecordedTick> before)
    {
        JsonElement request = tick.GetProperty("request");
        bool first = before.Count == 0
            || (request.TryGetProperty("reset", out JsonElement reset) && reset.GetBoolean());
        int lastEpisode = before.Count == 0 ? -1 : before[^1].Episode;
        return new RecordedTick
        {
            Number = before.Count,
            Episode = first ? lastEpisode + 1 : lastEpisode,
            First = first,
            Metadata = request.GetProperty("metadata").Clone(),
            Answer = OpenArmAnswerReader.Read(tick.GetProperty("answer")),
            ObservationPath = RecordedFile.Find(folder, request.GetProperty("data_path").GetString() ?? ""),
        };
    }
}
