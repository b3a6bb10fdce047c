namespace PolicyGate.RobotClient.Robots.Processes;

/// <summary>
/// Requests to a robot's process and their answers. At most two are under way: a command, and one other call.
/// </summary>
/// <remarks>
/// A command does not wait: while the one before is not confirmed, the newest is kept, and goes out when it is. A
/// process that falls behind thus never plays through what was meant for moments that have passed. The first failure,
/// whoever's, is every later call's.
/// </remarks>
internal sealed partial class ProcessExchange : IDisposable
{
    // Until it is known how a process has ended.
    private static readonly TimeSpan EndTime = TimeSpan.FromSeconds(3);

    private readonly object _gate = new();
    private readonly ChildProcess _process;
    private readonly ProcessRobotOptions _options;
    private readonly TimeProvider _time;
    private readonly RequestLines _requests = new();
    private readonly ITimer _confirmations;
    private LatestPosition _position = new(0);
    private CommandSlot _command;
    private string? _failure;
    private bool _isTold;
    private long _lastId;

    // The call that is waited for.
    private ProcessCall _call;
    private long _callId;
    private ProcessAnswer? _answer;

    public ProcessExchange(ChildProcess process, ProcessRobotOptions options, TimeProvider time)
    {
        (_process, _options, _time) = (process, options, time);
        _command = new CommandSlot(0, time);
        _reader = new Thread(Read) { Name = "robot process: answers", IsBackground = true };
        _reader.Start();
        // Who has nothing to command does not ask either: a quarter of the limit is how much later it is found then.
        TimeSpan period = options.ActTimeout / 4;
        _confirmations = time.CreateTimer(static exchange => ((ProcessExchange)exchange!).CheckConfirmed(), this,
            period, period);
    }

    /// <summary>Asks what the robot is.</summary>
    /// <param name="folder">Where the process is to put its pictures.</param>
    /// <param name="cancel">Gives it up.</param>
    /// <exception cref="RobotException">It failed, or what it is cannot be used.</exception>
    public RobotFeatures Connect(string folder, CancellationToken cancel)
    {
        using CancellationTokenRegistration _ = cancel.UnsafeRegister(static gate => Wake(gate!), _gate);
        lock (_gate)
        {
            Send(RequestLines.Connect(Begin(ProcessCall.Connect), folder));
            ProcessAnswer answer = Await(_options.ConnectTimeout, cancel);
            if (answer.Joints is not { } joints)
                throw Fail("its answer to connect has no joints: their names are needed");
            var features = new RobotFeatures
            {
                Joints = joints, Actions = answer.Actions ?? joints, Cameras = answer.Cameras ?? [],
            };
            if (FeatureRules.Check(features) is { } unfit)
                throw Fail($"its answer to connect: {unfit}");
            _command = new CommandSlot(features.Actions.Count, _time);
            _position = new LatestPosition(joints.Length);
            Keep(answer, ProcessCall.Connect, _callId);
            ThrowIfFailed();
            if (answer.Position is not null)
                _position.BeTold();
            return features;
        }
    }

    /// <summary>Asks for an observation.</summary>
    /// <param name="id">Of the request, for <see cref="Observed"/>.</param>
    /// <exception cref="RobotException">It failed.</exception>
    public ProcessAnswer Observe(out long id)
    {
        lock (_gate)
        {
            id = Begin(ProcessCall.Observe);
            Send(_requests.Plain(id, ProcessCall.Observe));
            return Await(_options.ObserveTimeout, CancellationToken.None);
        }
    }

    /// <summary>
    /// The caller has the observation: what it commands from now on knows of it, or where it resets, from
    /// <see cref="EpisodeBegan"/> on.
    /// </summary>
    /// <param name="id">Of <see cref="Observe"/>.</param>
    /// <param name="position">As observed.</param>
    public void Observed(long id, ReadOnlySpan<double> position)
    {
        lock (_gate)
        {
            _newest = id;
            if (!_isResetting)
                _observed = id;
            _position.Keep(position, id);
        }
    }

    /// <returns>False where it does not tell with each command.</returns>
    /// <exception cref="RobotException">It failed.</exception>
    public bool ReadPosition(Span<double> joints)
    {
        lock (_gate)
        {
            ThrowIfFailed();
            if (_position.IsTold)
                _position.CopyTo(joints);
            return _position.IsTold;
        }
    }

    /// <summary>Asks it to let go, unless it has failed.</summary>
    /// <returns>A failure that nobody has been told yet; null where there is none.</returns>
    public string? Disconnect()
    {
        lock (_gate)
        {
            if (_failure is not null)
                return _isTold ? null : _failure;
            try
            {
                _command.Drop();
                long id = Begin(ProcessCall.Disconnect);
                Send(_requests.Plain(id, ProcessCall.Disconnect));
                Await(_options.DisconnectTimeout, CancellationToken.None);
                return null;
            }
            catch (RobotException failure)
            {
                return failure.Message;
            }
        }
    }

    /// <summary>All later calls fail with this, unless something has failed before.</summary>
    /// <returns>What they fail with, to be thrown.</returns>
    public RobotException Fail(string problem)
    {
        lock (_gate)
        {
            Record(problem);
            _isTold = true;
            return new RobotException(_failure!);
        }
    }

    public void Dispose() => _confirmations.Dispose();

    private long Begin(ProcessCall call)
    {
        ThrowIfFailed();
        (_call, _callId, _answer) = (call, ++_lastId, null);
        return _callId;
    }

    private void Send(ReadOnlySpan<byte> line)
    {
        if (_process.Write(line) is { } problem)
            throw FailUnwritten(problem);
    }

    private ProcessAnswer Await(TimeSpan limit, CancellationToken cancel)
    {
        long asked = _time.GetTimestamp();
        while (true)
        {
            ThrowIfFailed();
            if (_answer is { } answer)
                return answer.Error is { } error ? throw Fail($"{NameOf(_call)}: {error}") : answer;
            cancel.ThrowIfCancellationRequested();
            TimeSpan left = limit - _time.GetElapsedTime(asked);
            if (left <= TimeSpan.Zero)
                throw Fail($"it did not answer {NameOf(_call)} within {limit.TotalSeconds} s");
            Monitor.Wait(_gate, left);
        }
    }

    private void ThrowIfFailed()
    {
        if (_failure is not null)
            throw Fail(_failure);
    }

    // Mostly the process has ended: whoever reads its output is about to say how.
    private RobotException FailUnwritten(string problem)
    {
        if (_failure is null)
            Monitor.Wait(_gate, EndTime);
        return Fail(problem);
    }

    private static void Wake(object gate)
    {
        lock (gate)
            Monitor.PulseAll(gate);
    }

    private static string NameOf(ProcessCall call) => call switch
    {
        ProcessCall.Connect => "connect",
        ProcessCall.Observe => "observe",
        ProcessCall.Act => "act",
        _ => "disconnect",
    };
}
