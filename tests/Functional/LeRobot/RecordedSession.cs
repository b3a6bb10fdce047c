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

    public RecordedSession(string folder)
    {
        _folder = folder;
        using JsonDocument index = JsonDocument.Parse(File.ReadAllBytes(Path.Combine(folder, "index.json")));
        JsonElement root = index.RootElement;
        (Checkpoint, Fps) = (root.GetProperty("checkpoint").GetString()!, root.GetProperty("fps").GetDouble());
        _messages = [.. root.GetProperty("messages").EnumerateArray().Select(message => message.Clone())];
    }

    public string Checkpoint { get; }

    public double Fps { get; }

    /// <summary>The message of <c>SendPolicyInstructions</c>.</summary>
    public byte[] Instructions => Bytes("SendPolicyInstructions", "client").Single().Single();

    /// <summary>Of each <c>SendObservations</c> its messages.</summary>
    public IEnumerable<byte[][]> Observations => Bytes("SendObservations", "client");

    /// <summary>The server's answers that held actions.</summary>
    public IEnumerable<IReadOnlyList<TimedAction>> Answers => Bytes("GetActions", "server")
        .Select(call => LeRobotRobot.Read(new GrpcAnswer(GrpcStatus.Ok, call.Single(), IsTrailersOnly: false)))
        .Where(actions => actions.Count > 0);

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

    private IEnumerable<byte[][]> Bytes(string method, string from) => _messages
        .Where(message => message.GetProperty("method").GetString()!.EndsWith($"/{method}", StringComparison.Ordinal)
            && message.GetProperty("from").GetString() == from)
        .GroupBy(message => message.GetProperty("call").GetInt32())
        .Select(call => call.Select(message =>
            File.ReadAllBytes(Path.Combine(_folder, message.GetProperty("file").GetString()!))).ToArray());
}
