using System.Text.Json;
using PolicyGate.Formats.Grpc;
using PolicyGate.Formats.LeRobot;
using PolicyGate.Tests.Fixtures;
using PolicyGate.Tests.Formats.LeRobot;

namespace PolicyGate.Tests.Functional.LeRobot;

/// <summary>What LeRobot's own client and server said to each other, message by message.</summary>
internal sealed class RecordedSession
{
    private readonly string _folder;
    private readonly JsonElement[] _messages;
    private readonly JsonElement _index;

    public RecordedSession(string folder)
    {
        _folder = folder;
        using JsonDocument index = JsonDocument.Parse(File.ReadAllBytes(Path.Combine(folder, "index.json")));
        _index = index.RootElement.Clone();
        _messages = [.. _index.GetProperty("messages").EnumerateArray()];
    }

    /// <summary>The folders of those at hand; <c>POLICYGATE_LEROBOT_SESSIONS</c> names a folder with more.</summary>
    public static IEnumerable<string> Folders
    {
        get
        {
            string? more = Environment.GetEnvironmentVariable("POLICYGATE_LEROBOT_SESSIONS");
            IEnumerable<string> folders = Directory.EnumerateDirectories(
                Repository.At("tests/data/lerobot"), "session-*");
            if (more is not null)
                folders = folders.Concat(Directory.EnumerateDirectories(more, "session-*"));
            return folders.DistinctBy(Path.GetFileName).Order(StringComparer.Ordinal);
        }
    }

    public string Checkpoint => _index.GetProperty("checkpoint").GetString()!;

    public double Fps => _index.GetProperty("fps").GetDouble();

    public int ActionsPerChunk => _index.GetProperty("actions_per_chunk").GetInt32();

    public double ChunkSizeThreshold => _index.GetProperty("chunk_size_threshold").GetDouble();

    /// <summary>Of actions, by its name.</summary>
    public string Aggregate => _index.GetProperty("aggregate").GetString()!;

    public string Task => _index.GetProperty("task").GetString()!;

    /// <summary>Before each action that was executed, it included.</summary>
    public IEnumerable<int> QueueSizes =>
        _index.GetProperty("queue_sizes").EnumerateArray().Select(size => size.GetInt32());

    /// <summary>When each action was executed, in seconds since 1970, and its values.</summary>
    public IEnumerable<(double At, float[] Values)> Executed => _index.GetProperty("executed").EnumerateArray()
        .Select(one => (one.GetProperty("at").GetDouble(),
            one.GetProperty("action").EnumerateArray().Select(value => value.GetSingle()).ToArray()));

    /// <summary>The message of <c>SendPolicyInstructions</c>.</summary>
    public byte[] Instructions => Bytes("SendPolicyInstructions", "client").Single().Single();

    /// <summary>Of each <c>SendObservations</c> its messages.</summary>
    public IEnumerable<byte[][]> Observations => Bytes("SendObservations", "client");

    /// <summary>The server's answers that held actions.</summary>
    public IEnumerable<IReadOnlyList<TimedAction>> Answers => Bytes("GetActions", "server")
        .Select(call => LeRobotRobot.Read(new GrpcAnswer(GrpcStatus.Ok, call.Single(), IsTrailersOnly: false)))
        .Where(actions => actions.Count > 0);

    /// <summary>When each answer that held actions went out, in seconds since 1970, and its message.</summary>
    public IEnumerable<(double At, byte[] Message)> TimedAnswers => Messages("GetActions", "server")
        .Select(message => (message.GetProperty("time").GetDouble(), Content(message)))
        .Where(answer => answer.Item2.Length > 0);

    /// <summary>The pickle that a call's messages carry.</summary>
    public static byte[] Pickle(IEnumerable<byte[]> messages) => [.. messages.SelectMany(Data)];

    /// <summary>The messages of each observation, by its timestamp.</summary>
    public Dictionary<double, byte[][]> ObservationsByTimestamp()
    {
        var reader = new TimedObservationReader(LeRobotGolden.Limits);
        var found = new Dictionary<double, byte[][]>();
        foreach (byte[][] messages in Observations)
        {
            reader.Read(Pickle(messages)).ShouldBeNull();
            found[reader.Timestamp] = messages;
        }
        return found;
    }

    private static byte[] Data(byte[] message)
    {
        var reader = new ProtobufReader(message);
        while (reader.Next() is ProtobufStep.Field)
        {
            if (reader.Type is ProtobufType.Bytes)
                return message[reader.Start..(reader.Start + reader.Length)];
        }
        return [];
    }

    private IEnumerable<byte[][]> Bytes(string method, string from) => Messages(method, from)
        .GroupBy(message => message.GetProperty("call").GetInt32())
        .Select(call => call.Select(Content).ToArray());

    private IEnumerable<JsonElement> Messages(string method, string from) => _messages.Where(message =>
        message.GetProperty("method").GetString()!.EndsWith($"/{method}", StringComparison.Ordinal)
            && message.GetProperty("from").GetString() == from);

    private byte[] Content(JsonElement message) =>
        File.ReadAllBytes(Path.Combine(_folder, message.GetProperty("file").GetString()!));
}
