using System.Text.Json;
using PolicyGate.Formats.LeRobot;
using PolicyGate.Tests.Fixtures;

namespace PolicyGate.Tests.RobotClient.LeRobot.Queue;

/// <summary>What LeRobot's own client sent, got and did, in order: tests/data/lerobot/README.md.</summary>
internal sealed class RecordedSession
{
    private RecordedSession(string folder)
    {
        using JsonDocument index = JsonDocument.Parse(File.ReadAllBytes(Path.Combine(folder, "index.json")));
        using JsonDocument decoded = JsonDocument.Parse(File.ReadAllBytes(Path.Combine(folder, "decoded.json")));
        JsonElement root = index.RootElement;
        ActionsPerChunk = root.GetProperty("actions_per_chunk").GetInt32();
        Threshold = root.GetProperty("chunk_size_threshold").GetDouble();
        QueueSizes = [.. root.GetProperty("queue_sizes").EnumerateArray().Select(size => size.GetInt32())];
        var events = new List<(double At, RecordedEvent Event)>();
        foreach (JsonElement message in root.GetProperty("messages").EnumerateArray())
        {
            if (Of(message, decoded.RootElement, folder) is { } found)
                events.Add((message.GetProperty("time").GetDouble(), found));
        }
        foreach (JsonElement executed in root.GetProperty("executed").EnumerateArray())
        {
            float[] action = [.. executed.GetProperty("action").EnumerateArray().Select(value => value.GetSingle())];
            events.Add((executed.GetProperty("at").GetDouble(), new RecordedEvent { Executed = action }));
        }
        Events = [.. events.OrderBy(entry => entry.At).Select(entry => entry.Event)];
    }

    public int ActionsPerChunk { get; }

    public double Threshold { get; }

    public IReadOnlyList<int> QueueSizes { get; }

    public IReadOnlyList<RecordedEvent> Events { get; }

    public static RecordedSession Read(string version) =>
        new(Path.Combine(GoldenData.Root, "lerobot", $"session-{version}"));

    private static RecordedEvent? Of(JsonElement message, JsonElement decoded, string folder)
    {
        string method = message.GetProperty("method").GetString()!;
        bool fromServer = message.GetProperty("from").GetString() == "server";
        if (method.EndsWith("/SendObservations", StringComparison.Ordinal) && !fromServer)
        {
            int number = message.GetProperty("n").GetInt32();
            JsonElement sent = decoded.EnumerateArray().Single(entry => entry.GetProperty("n").GetInt32() == number)
                .GetProperty("observation");
            return new RecordedEvent
            {
                Timestep = sent.GetProperty("timestep").GetInt64(),
                Timestamp = sent.GetProperty("timestamp").GetDouble(),
                MustGo = sent.GetProperty("must_go").GetBoolean(),
            };
        }
        if (!method.EndsWith("/GetActions", StringComparison.Ordinal) || !fromServer)
            return null;
        byte[] reply = File.ReadAllBytes(Path.Combine(folder, message.GetProperty("file").GetString()!));
        DataMessage.Read(reply, out ReadOnlyMemory<byte> pickle).ShouldBeNull();
        return pickle.IsEmpty ? null : new RecordedEvent { Answer = pickle };
    }
}
