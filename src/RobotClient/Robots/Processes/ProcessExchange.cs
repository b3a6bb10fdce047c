using PolicyGate.Formats;

namespace PolicyGate.RobotClient.Robots.Processes;

/// <summary>
/// Requests to a robot's process and their answers. At most two are under way: a command, and one other call.
/// </summary>
/// <remarks>
/// A command does not wait: while the one before is not confirmed, the newest is kept, and goes out when it is. A
/// process that falls behind thus never plays through what was meant for moments that have passed. The first failure,
/// whoever's, is every later call's.
/// </remarks>
internal sealed class ProcessExchange
{
    // 256 joints and as many actions, with names of 64 characters each, are 35 KB.
    private const int MaximumLineBytes = 64 << 10;

    private static readonly TimeSpan EndTime = TimeSpan.FromSeconds(2);

    private readonly object _gate = new();
    private readonly ChildProcess _process;
    private readonly ProcessRobotOptions _options;
    private readonly TimeProvider _time;
    private readonly RequestLines _requests = new();
    private readonly Thread _reader;
    private RobotFeatures _features = new() { Joints = [] };
    private string? _failure;
    private bool _isTold;
    private long _lastId;

    // The call that is waited for.
    private ProcessCall _call;
    private long _callId;
    private ProcessAnswer? _answer;

    // The command under way, and the one to go out when it is confirmed.
    private long _actId;
    private long _actSent;
    private float[] _next = [];
    private bool _hasNext;

    // The request whose answer brought the position, so that a slow observation's does not replace a newer one.
    private double[] _position = [];
    private long _positionId;
    private bool _tellsPosition;

    // Of the newest observation that the caller has; and whether there is a newer one that resets.
    private long _observed;
    private bool _isResetting;

    public ProcessExchange(ChildProcess process, ProcessRobotOptions options, TimeProvider time)
    {
        (_process, _options, _time) = (process, options, time);
        _reader = new Thread(Read) { Name = "robot process: answers", IsBackground = true };
        _reader.Start();
    }

    /// <summary>Commands that a newer one has replaced before the process was ready for them.</summary>
    public long Overtaken { get; private set; }

    /// <summary>Asks what the robot is.</summary>
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
            _features = new RobotFeatures
            {
                Joints = joints, Actions = answer.Actions ?? joints, Cameras = answer.Cameras ?? [],
            };
            if (FeatureRules.Check(_features) is { } unfit)
                throw Fail($"its answer to connect: {unfit}");
            _next = new float[_features.Actions.Count];
            _position = new double[joints.Length];
            _tellsPosition = answer.Position is not null;
            Keep(answer, ProcessCall.Connect, _callId);
            ThrowIfFailed();
            return _features;
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

    /// <summary>The caller has the observation: what it commands from now on knows of it.</summary>
    /// <param name="id">Of <see cref="Observe"/>.</param>
    /// <param name="position">As observed.</param>
    public void Observed(long id, ReadOnlySpan<double> position)
    {
        lock (_gate)
        {
            (_observed, _isResetting) = (id, false);
            if (id > _positionId)
                Keep(position, id);
        }
    }

    /// <summary>Sends a command, or keeps it until the one before is confirmed. Never waits.</summary>
    /// <exception cref="RobotException">It failed, or does not confirm commands.</exception>
    public void Act(ReadOnlySpan<float> action)
    {
        lock (_gate)
        {
            ThrowIfFailed();
            // It has been told to start anew: this was meant for what was before.
            if (_isResetting)
                return;
            if (_actId == 0)
            {
                if (SendAct(action) is { } problem)
                    throw FailUnwritten(problem);
                return;
            }
            if (_time.GetElapsedTime(_actSent) > _options.ActTimeout)
                throw Fail(Unconfirmed());
            Overtaken += _hasNext ? 1 : 0;
            action.CopyTo(_next);
            _hasNext = true;
        }
    }

    /// <returns>False where it does not tell with each command.</returns>
    /// <exception cref="RobotException">It failed.</exception>
    public bool ReadPosition(Span<double> joints)
    {
        lock (_gate)
        {
            ThrowIfFailed();
            if (_tellsPosition)
                _position.CopyTo(joints);
            return _tellsPosition;
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
                _hasNext = false;
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

    /// <summary>Waits until all that it has answered is read; its output may be held open by what it has started.</summary>
    public void WaitForEnd(TimeSpan limit) => _reader.Join(limit);

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

    /// <returns>What hinders it; null where it is out.</returns>
    private string? SendAct(ReadOnlySpan<float> action)
    {
        (_actId, _actSent) = (++_lastId, _time.GetTimestamp());
        return _process.Write(_requests.Act(_actId, _observed, action));
    }

    // Mostly the process has ended: whoever reads its output is about to say how.
    private RobotException FailUnwritten(string problem)
    {
        if (_failure is null)
            Monitor.Wait(_gate, EndTime);
        return Fail(problem);
    }

    private ProcessAnswer Await(TimeSpan limit, CancellationToken cancel)
    {
        long asked = _time.GetTimestamp();
        while (_answer is null)
        {
            ThrowIfFailed();
            cancel.ThrowIfCancellationRequested();
            TimeSpan left = limit - _time.GetElapsedTime(asked);
            if (left <= TimeSpan.Zero)
                throw Fail($"it did not answer {NameOf(_call)} within {limit.TotalSeconds} s");
            Monitor.Wait(_gate, left);
        }
        if (_answer.Error is { } error)
            throw Fail($"{NameOf(_call)}: {error}");
        return _answer;
    }

    private void Record(string problem)
    {
        _failure ??= _process.Describe(problem);
        Monitor.PulseAll(_gate);
    }

    private void ThrowIfFailed()
    {
        if (_failure is not null)
            throw Fail(_failure);
    }

    private string Unconfirmed()
    {
        string why = _call is ProcessCall.Observe && _answer is null
            ? "; an observation is under way: one that takes long belongs on a thread of its own"
            : "";
        return $"it did not confirm a command within {_options.ActTimeout.TotalSeconds} s{why}";
    }

    private void Read()
    {
        try
        {
            var lines = new LineReader(_process.Output, MaximumLineBytes);
            while (lines.TryRead(out ReadOnlySpan<byte> line))
                Take(AnswerReader.Read(line));
            End(_process.DescribeEnd());
        }
        catch (Exception failure) when (failure is InvalidDataException or IOException or ObjectDisposedException)
        {
            End(failure.Message);
        }
    }

    private void End(string problem)
    {
        lock (_gate)
            Record(problem);
    }

    private void Take(ProcessAnswer answer)
    {
        lock (_gate)
        {
            if (answer.Id is not { } id)
            {
                Record(answer.Error ?? "an answer of it has no id: each has that of its request");
                return;
            }
            if (id == _actId)
                TakeAct(answer);
            else if (id == _callId && _answer is null)
                TakeCall(answer);
            else
                Record($"it answered a request {id}, which it was not asked or has answered before");
        }
    }

    private void TakeAct(ProcessAnswer answer)
    {
        if (answer.Error is { } error)
            Record($"act: {error}");
        else if (answer.Misplaced(ProcessCall.Act) is { } misplaced)
            Record($"its answer to act has {misplaced}, which belongs into another");
        else if (_tellsPosition && answer.Position is null)
            Record("its answer to act has no position, though that to connect had one");
        if (_failure is not null)
            return;
        Keep(answer, ProcessCall.Act, _actId);
        _actId = 0;
        if (!_hasNext)
            return;
        _hasNext = false;
        // Where it cannot be written the output's end says why, or that it is never confirmed.
        SendAct(_next);
    }

    private void TakeCall(ProcessAnswer answer)
    {
        if (answer.Error is null && answer.Misplaced(_call) is { } misplaced)
        {
            Record($"its answer to {NameOf(_call)} has {misplaced}, which belongs into another");
            return;
        }
        if (answer.Reset is true)
            (_isResetting, _hasNext) = (true, false);
        _answer = answer;
        Monitor.PulseAll(_gate);
    }

    private void Keep(ProcessAnswer answer, ProcessCall call, long id)
    {
        if (answer.Position is not { } position || id < _positionId)
            return;
        if (position.Length == _position.Length)
            Keep(position, id);
        else
            Record($"its answer to {NameOf(call)} has {position.Length} positions, there are {_position.Length} joints");
    }

    private void Keep(ReadOnlySpan<double> position, long id)
    {
        position.CopyTo(_position);
        _positionId = id;
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
