namespace PolicyGate.RobotClient.Robots.Processes;

/// <summary>A robot's process from its start to its end, with the folder that it puts pictures into.</summary>
internal sealed class ProcessSession : IDisposable
{
    private readonly ScratchFolder _folder = new("policygate-robot-");
    private readonly ProcessRobotOptions _options;
    private readonly PassedLines _lines;
    private readonly ChildProcess _process;
    private ObservationFileReader? _files;

    private ProcessSession(ProcessRobotOptions options, Action<string> said, TimeProvider time)
    {
        (_options, _lines) = (options, new PassedLines(said));
        try
        {
            _process = ChildProcess.Start(options.Command, _lines.Say, time);
        }
        catch
        {
            _lines.Dispose();
            _folder.Dispose();
            throw;
        }
        Exchange = new ProcessExchange(_process, options, time);
    }

    public ProcessExchange Exchange { get; }

    public RobotFeatures Features { get; private set; } = new() { Joints = [] };

    /// <exception cref="RobotException">It cannot be started, or did not say what robot it is.</exception>
    public static ProcessSession Start(
        ProcessRobotOptions options, Action<string> said, TimeProvider time, CancellationToken cancel)
    {
        var session = new ProcessSession(options, said, time);
        try
        {
            session.Features = session.Exchange.Connect(session._folder.Path, cancel);
            if (session.Features.Cameras.Count > 0)
                session._files = new ObservationFileReader(session.Features);
            return session;
        }
        catch
        {
            session.End();
            throw;
        }
    }

    /// <exception cref="RobotException">It failed.</exception>
    public void Observe(RobotObservation into)
    {
        ProcessAnswer answer = Exchange.Observe(out long id);
        (into.Reset, into.Over) = (answer.Reset ?? false, answer.Over ?? false);
        if (into.Over)
            return;
        if (Fill(answer, into) is { } problem)
            throw Exchange.Fail(problem);
        Exchange.Observed(id, into.Joints);
    }

    /// <summary>Has it let go of its robot, and ends it, by force where it must be.</summary>
    public void Dispose()
    {
        try
        {
            if (Exchange.Disconnect() is { } problem)
                _lines.Say(problem);
        }
        finally
        {
            End();
        }
    }

    private void End()
    {
        try
        {
            if (_process.End(_options.EndTimeout) is { } force)
                _lines.Say($"its process {force}");
            if (Exchange.Overtaken is > 0 and var overtaken)
                _lines.Say($"{overtaken} commands were replaced by newer ones before its process had taken them");
            if (Exchange.Outdated is > 0 and var outdated)
                _lines.Say($"{outdated} commands were too old when its process was ready for them, and not sent");
            Exchange.WaitForEnd(_options.EndTimeout);
        }
        finally
        {
            Exchange.Dispose();
            _process.Dispose();
            _lines.Dispose();
            _files?.Dispose();
            _folder.Dispose();
        }
    }

    private string? Fill(ProcessAnswer answer, RobotObservation into)
    {
        if (_files is null)
        {
            if (answer.File is not null)
                return "its answer to observe has a file, though it told of no cameras: it answers with position";
            if (answer.Position?.Length != Features.Joints.Count)
            {
                return $"its answer to observe has {answer.Position?.Length ?? 0} positions, there are "
                    + $"{Features.Joints.Count} joints";
            }
            answer.Position.CopyTo(into.Joints);
            return null;
        }
        if (answer.Position is not null)
            return "its answer to observe has a position, which a robot with cameras puts into the file";
        if (answer.File is null)
            return "its answer to observe has no file, though it told of cameras";
        return _files.Read(_folder.PathOf(answer.File), into) is { } problem
            ? $"observation {answer.File}: {problem}"
            : null;
    }
}
