using PolicyGate.Gateway.Limits;
using PolicyGate.Gateway.Recording;
using PolicyGate.RobotClient;
using PolicyGate.Tests.Fixtures;

namespace PolicyGate.Tests.Gateway.Recording;

/// <summary>The real host, recording one OpenArm robot over its socket; what that sent and got is kept.</summary>
internal sealed class RecordedRobot : IAsyncDisposable
{
    private readonly ScratchFolder _folder;
    private readonly ServedGateway _gateway;
    private readonly RobotSocket _robot;

    private RecordedRobot(ScratchFolder folder, ServedGateway gateway)
    {
        (_folder, _gateway) = (folder, gateway);
        _robot = gateway.Connect();
        Request = GoldenRequest.For(GoldenData.OpenArm("half"), gateway.Folder);
        Observation = File.ReadAllBytes(Directory.GetFiles(gateway.Folder, "*.arrow").Single());
    }

    /// <summary>Of the recordings; there until it is disposed.</summary>
    public string Folder => _folder.PathOf("recordings");

    /// <summary>A line that is answered with a chunk.</summary>
    public string Request { get; }

    /// <summary>Its observation's file.</summary>
    public byte[] Observation { get; }

    public List<(string Request, string Reply)> Exchanges { get; } = [];

    public LogLines Log => _gateway.Log;

    public string Run => Directory.GetDirectories(Folder).Single();

    public string Segment => Directory.GetFiles(Directory.GetDirectories(Run).Single()).Single();

    public static async Task<RecordedRobot> Start(string backend = "Scripted", params (string, string)[] settings)
    {
        var folder = new ScratchFolder("policygate-test-");
        var all = new Dictionary<string, string?>
        {
            ["Recording:Folder"] = folder.PathOf("recordings"),
            ["Recording:AllRoutes"] = "true",
        };
        foreach ((string key, string value) in settings)
            all[key] = value;
        ServedGateway gateway = await ServedGateway.Start(Path.Combine(GoldenData.Root, "act-tiny"), backend, all);
        return new RecordedRobot(folder, gateway);
    }

    public void Ask(string line, int times = 1)
    {
        for (int i = 0; i < times; i++)
        {
            _robot.Send(line);
            Exchanges.Add((line, _robot.ReadLine().ShouldNotBeNull()));
        }
    }

    /// <summary>Ends the robot and the gateway; the recording is whole then.</summary>
    public async Task Stop()
    {
        _robot.Dispose();
        await _gateway.DisposeAsync();
    }

    public RecordingInput Open(LimitsOptions? limits = null)
    {
        RecordingInput.Open(Folder, limits ?? new LimitsOptions(), out RecordingInput? input).ShouldBeNull();
        return input!;
    }

    public async ValueTask DisposeAsync()
    {
        if (Directory.Exists(_gateway.Folder))
            await Stop();
        _folder.Dispose();
    }
}
