using System.Buffers;
using System.Net;
using PolicyGate.Formats.Grpc;
using PolicyGate.Formats.LeRobot;
using PolicyGate.Formats.Pickle;

namespace PolicyGate.Tests.Fixtures;

/// <summary>A LeRobot robot as the wire sees it: calls with the pickles that its client would send.</summary>
internal sealed class LeRobotRobot : IDisposable
{
    private const string Service = "/transport.AsyncInference/";
    private const int PartBytes = 2 << 20;

    private static readonly PickleLimits Limits = new(1 << 28, 1 << 20, 64, 1 << 18);

    private readonly string? _key;

    public LeRobotRobot(IPEndPoint server, int joints = 16, string? key = null)
    {
        Client = new GrpcClient(server);
        _key = key;
        JointNames = [.. Enumerable.Range(0, joints).Select(i => $"joint_{i}.pos")];
        Cameras = [.. new[] { "head_left", "wrist_left", "wrist_right" }.Select(name => Picture(name, 48, 64))];
    }

    public GrpcClient Client { get; }

    public IReadOnlyList<string> JointNames { get; set; }

    public IReadOnlyList<LeRobotPicture> Cameras { get; set; }

    public LeRobotModule Module { get; init; }

    public Dictionary<string, string> RenameMap { get; } = [];

    public static LeRobotPicture Picture(string name, int height, int width)
    {
        byte[] pixels = new byte[height * width * 3];
        new Random(name.Length).NextBytes(pixels);
        return new LeRobotPicture(name, height, width, pixels);
    }

    public Task<GrpcAnswer> Call(string method, ReadOnlySpan<byte> message) => _key is null
        ? Client.Unary(Service + method, message)
        : Client.Unary(Service + method, message, headers: ("x-policygate-session", _key));

    public Task<GrpcAnswer> Ready() => Call("Ready", []);

    /// <summary>What the robot asks for, pickled.</summary>
    public byte[] Instructions(string policy, int actions = 20, string type = "act") => Pickled(
        output => RemotePolicyConfigWriter.Write(output, new RemotePolicyConfig
        {
            Module = Module,
            PolicyType = type,
            PretrainedNameOrPath = policy,
            ActionsPerChunk = actions,
            Features =
            [
                new LeRobotFeature("observation.state", "float32", [JointNames.Count], JointNames),
                .. Cameras.Select(camera => new LeRobotFeature(
                    $"observation.images.{camera.Name}", "image", [camera.Height, camera.Width, 3],
                    ["height", "width", "channels"])),
            ],
            RenameMap = RenameMap,
        }));

    public Task<GrpcAnswer> Instruct(string policy, int actions = 20, string type = "act") =>
        Call("SendPolicyInstructions", DataMessage(1, Instructions(policy, actions, type)));

    /// <summary>An observation in which every joint is at one place, pickled.</summary>
    public byte[] Observation(long timestep, bool mustGo, double state, double timestamp = 1000) => Pickled(
        output => TimedObservationWriter.Write(output, new TimedObservation
        {
            Module = Module,
            Timestamp = timestamp,
            Timestep = timestep,
            MustGo = mustGo,
            JointNames = JointNames,
            Joints = [.. JointNames.Select(_ => state)],
            Pictures = Cameras,
            Task = "pick",
        }));

    public Task<GrpcAnswer> Observe(long timestep, bool mustGo, double state, double timestamp = 1000) =>
        Send(Observation(timestep, mustGo, state, timestamp));

    /// <summary>Sends an observation's bytes in parts, as LeRobot's client cuts them.</summary>
    public Task<GrpcAnswer> Send(byte[] pickle, params ReadOnlySpan<(string Name, string Value)> headers) =>
        Client.Stream(Service + "SendObservations", Parts(pickle), headers: headers);

    public static IEnumerable<byte[]> Parts(byte[] pickle, int partBytes = PartBytes)
    {
        for (int at = 0; at == 0 || at < pickle.Length; at += partBytes)
        {
            int count = Math.Min(partBytes, pickle.Length - at);
            int state = at + count == pickle.Length ? 3 : at == 0 ? 1 : 2;
            yield return Part(state, pickle.AsSpan(at, count));
        }
    }

    /// <summary>One <c>Observation</c> message.</summary>
    public static byte[] Part(int state, ReadOnlySpan<byte> data) => [0x08, (byte)state, .. DataMessage(2, data)];

    /// <summary>A message with one field of bytes.</summary>
    public static byte[] DataMessage(int field, ReadOnlySpan<byte> data)
    {
        byte[] message = new byte[ProtobufWriter.HeadSize(field, data.Length) + data.Length];
        new ProtobufWriter(message).Bytes(field, data);
        return message;
    }

    public Task<GrpcAnswer> GetActions() => Call("GetActions", []);

    /// <summary>The actions of a call that must have gone well; none where the answer is empty.</summary>
    public async Task<IReadOnlyList<TimedAction>> Actions() => Read(await GetActions());

    public static IReadOnlyList<TimedAction> Read(GrpcAnswer answer)
    {
        byte[] message = answer.Good();
        if (message.Length == 0)
            return [];
        var reader = new ProtobufReader(message);
        reader.Next().ShouldBe(ProtobufStep.Field);
        (reader.Field, reader.Length).ShouldBe((1, message.Length - reader.Start));
        TimedActionsReader.Read(message.AsMemory(reader.Start), Limits, out IReadOnlyList<TimedAction> actions)
            .ShouldBeNull();
        return actions;
    }

    /// <summary>Ready and instructed.</summary>
    public async Task Begin(string policy, int actions = 20)
    {
        (await Ready()).Good();
        (await Instruct(policy, actions)).Good();
    }

    public void Dispose() => Client.Dispose();

    private static byte[] Pickled(Action<IBufferWriter<byte>> write)
    {
        var output = new ArrayBufferWriter<byte>();
        write(output);
        return output.WrittenSpan.ToArray();
    }
}
