using System.Text.Json;
using Microsoft.Extensions.Logging;
using PolicyGate.Gateway.Limits;
using PolicyGate.Gateway.Recording;
using PolicyGate.Gateway.Robots;
using PolicyGate.RobotClient;
using PolicyGate.RobotClient.LeRobot;
using PolicyGate.Tests.Fixtures;

namespace PolicyGate.Tests.Gateway.Robots;

/// <summary>A robot's recording in a folder of the test's own.</summary>
internal sealed class RecordedRun : IDisposable
{
    private readonly ScratchFolder _folder = new("policygate-test-");
    private readonly ILoggerFactory _loggers;

    public RecordedRun() => _loggers = LoggerFactory.Create(builder => builder.AddProvider(Log));

    public LogLines Log { get; } = new();

    public string Folder => _folder.PathOf("recordings");

    public string Actions => Directory.GetFiles(Folder, "actions.arrows", SearchOption.AllDirectories).Single();

    /// <summary>As the client calls it; what it was given is on the disk when this returns.</summary>
    public void Record(Action<ILeRobotRecorder> run, LimitsOptions? limits = null)
    {
        using RobotRecorder recorder = Start(limits);
        run(recorder);
    }

    public RobotRecorder Start(LimitsOptions? limits = null)
    {
        var options = new RobotRecorderOptions(Folder, "user/pick", "127.0.0.1:8080", Fps: 30);
        RobotRecorder.Start(options, limits ?? new(), TimeProvider.System, _loggers, out RobotRecorder? recorder)
            .ShouldBeNull();
        return recorder!;
    }

    /// <summary>Their bytes are the test's.</summary>
    public List<RecordedTick> Ticks()
    {
        RecordingInput.Open(Folder, new(), out RecordingInput? input).ShouldBeNull();
        List<RecordedTick> ticks =
        [
            .. input!.Read().Select(tick => tick with
            {
                Request = tick.Request.ToArray(),
                Observation = tick.Observation.ToArray(),
                Reply = tick.Reply.ToArray(),
                Chunk = tick.Chunk.ToArray(),
            }),
        ];
        input.Unreadable.ShouldBeEmpty();
        return ticks;
    }

    /// <summary>Rows of the actions' file, as pyarrow reads them, its metadata as the first.</summary>
    public async Task<JsonElement[]> ReadActions()
    {
        const string Script = """
            import json, sys
            import pyarrow as pa
            with pa.ipc.open_stream(sys.argv[1]) as stream:
                print(json.dumps({k.decode(): v.decode() for k, v in stream.schema.metadata.items()}))
                try:
                    for batch in stream:
                        batch.validate(full=True)
                        print(json.dumps(batch.to_pylist()[0]))
                except (pa.ArrowInvalid, OSError):
                    pass # cut off
            """;
        PythonResult read = await PythonResult.Of("openarm", TimeSpan.FromMinutes(1), "-c", Script, Actions);
        read.ExitCode.ShouldBe(0, read.Said);
        return [.. read.Output.Split('\n', StringSplitOptions.RemoveEmptyEntries)
            .Select(line => JsonDocument.Parse(line).RootElement.Clone())];
    }

    public void Dispose()
    {
        _loggers.Dispose();
        _folder.Dispose();
    }
}
