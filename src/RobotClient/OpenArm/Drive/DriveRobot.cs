namespace PolicyGate.RobotClient.OpenArm.Drive;

/// <summary>One simulated robot: shows observations, checks each answer, and follows its commands.</summary>
internal sealed class DriveRobot : IDisposable
{
    private readonly DriveOptions _options;
    private readonly DriveConnection _connection;
    private readonly FrameShow _show;
    private readonly TimeProvider _time;
    private readonly OpenArmAnswerParser _answers = new();
    private readonly CommandStream _commands = new();

    public DriveRobot(DriveOptions options, DriveConnection connection, FrameShow show, TimeProvider time) =>
        (_options, _connection, _show, _time) = (options, connection, show, time);

    public DriveTally Tally { get; } = new();

    /// <summary>Drives until the run's end, until told to stop, or until the server fails it.</summary>
    public void Run(DriveClock clock, CancellationToken stop)
    {
        try
        {
            Drive(clock, stop);
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            // An observation that could not be laid ready, as on a full disk: it will never be answered.
            Tally.Lost++;
            Tally.AddProblem(failure.Message);
        }
    }

    public void Dispose()
    {
        _connection.Dispose();
        _show.Dispose();
    }

    /// <summary>Gives up what is under way; for another thread.</summary>
    public void Interrupt() => _connection.Dispose();

    private void Drive(DriveClock clock, CancellationToken stop)
    {
        for (long number = 0; _options.Count is not { } count || number < count; number++)
        {
            if (clock.Wait(stop) is not { } delay || clock.Now >= _options.Duration)
                return;
            Tally.Delays.Add(Nanoseconds(delay));
            if (!Tick(number, stop))
                return;
            Tally.Missed += clock.Advance();
        }
    }

    /// <returns>Whether the robot can go on.</returns>
    private bool Tick(long number, CancellationToken stop)
    {
        long made = (_time.GetUtcNow() - DateTimeOffset.UnixEpoch).Ticks * 100;
        ReadOnlyMemory<byte> request = _show.Next(number, made, out bool reset);
        if (reset)
            _commands.Clear();
        long sent = _time.GetTimestamp();
        Tally.Sent++;
        try
        {
            ReadOnlySpan<byte> line = _connection.Ask(request.Span);
            TimeSpan roundTrip = _time.GetElapsedTime(sent);
            Tally.RoundTrips.Add(Nanoseconds(roundTrip));
            if (_options.RateHz > 0 && roundTrip > _options.Period)
                Tally.Late++;
            Take(line);
            return true;
        }
        catch (OpenArmException failure)
        {
            // Who is told to stop gives up the request under way: nobody has lost it.
            if (stop.IsCancellationRequested)
            {
                Tally.Sent--;
                return false;
            }
            Tally.Lost++;
            Tally.AddProblem(failure.Message);
            return false;
        }
    }

    private void Take(ReadOnlySpan<byte> line)
    {
        try
        {
            _answers.Parse(line);
            if (_connection.HasMore)
                throw new OpenArmException("more than one line for one request: the stock node would go out of step");
        }
        catch (OpenArmException failure)
        {
            Tally.Malformed++;
            Tally.AddProblem(failure.Message);
            return;
        }
        if (_answers.Error is { } error)
            Tally.AddError(error);
        if (_answers.Chunk.Rows > 0)
            Follow(_answers.Chunk);
        else if (_answers.Error is null)
            Tally.Skips++;
        for (int i = 0; i < _answers.Stages.Count; i++)
        {
            OpenArmStage stage = _answers.Stages[i];
            Tally.Stage(stage.Name).Add((long)(stage.Milliseconds * 1e6));
        }
    }

    private void Follow(OpenArmChunk chunk)
    {
        if (chunk.Rows == 2 && chunk[0].SequenceEqual(chunk[1]))
            Tally.Holds++;
        else
            Tally.Chunks++;
        _commands.Follow(chunk, Nanoseconds(_time.GetElapsedTime(0)), Tally);
    }

    private static long Nanoseconds(TimeSpan time) => time.Ticks * 100;
}
