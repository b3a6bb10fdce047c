using PolicyGate.Gateway.Measurement;
using PolicyGate.RobotClient.OpenArm;
using PolicyGate.RobotClient.OpenArm.Drive;

namespace PolicyGate.Bench.Live;

/// <summary>
/// One robot that asks at a steady rate with an observation that stays as it is: each answer has to be as the first.
/// </summary>
internal sealed class PacedRobot : IDisposable
{
    // Engines agree to about a millionth of a radian; a policy that answers in another's place does not.
    private const float Alike = 1e-3f;

    private readonly DriveConnection _connection;
    private readonly PreparedTick _tick;
    private readonly double _hz;
    private readonly TimeProvider _time;
    private readonly OpenArmAnswerParser _answers = new();
    private readonly float[] _first;

    /// <param name="connection">Its own from here on.</param>
    /// <param name="tick">What it shows.</param>
    /// <param name="hz">Ticks a second.</param>
    /// <param name="time">The clock.</param>
    /// <exception cref="InvalidDataException">The first answer is no chunk.</exception>
    public PacedRobot(DriveConnection connection, PreparedTick tick, double hz, TimeProvider time)
    {
        (_connection, _tick, _hz, _time) = (connection, tick, hz, time);
        _answers.Parse(connection.Ask(tick.Line));
        _first = _answers.Chunk.Values.ToArray();
        if (_first.Length == 0)
            throw new InvalidDataException($"no chunk but {_answers.Error}");
    }

    /// <summary>Answers that held nothing to execute.</summary>
    public int Refused { get; private set; }

    /// <summary>Answers unlike the first.</summary>
    public int Unlike { get; private set; }

    /// <summary>Asks so many times; a tick that is late puts off those behind it.</summary>
    /// <exception cref="OpenArmException">An answer did not come, or nobody could execute it.</exception>
    public void Drive(int ticks, List<TimedTick> into)
    {
        var pace = new Pace(_hz, _time);
        for (int i = 0; i < ticks; i++)
            Tick(pace, into);
    }

    /// <summary>Asks until told to stop.</summary>
    /// <exception cref="OpenArmException">As above.</exception>
    public void Drive(List<TimedTick> into, CancellationToken stop)
    {
        var pace = new Pace(_hz, _time);
        while (!stop.IsCancellationRequested)
            Tick(pace, into);
    }

    public void Dispose() => _connection.Dispose();

    private void Tick(Pace pace, List<TimedTick> into)
    {
        pace.Wait();
        long sent = _time.GetTimestamp();
        ReadOnlySpan<byte> line = _connection.Ask(_tick.Line);
        into.Add(new TimedTick(sent, _time.GetElapsedTime(sent).TotalMilliseconds));
        _answers.Parse(line);
        Judge(_answers.Chunk);
    }

    private void Judge(OpenArmChunk chunk)
    {
        if (chunk.Rows == 0)
            Refused++;
        else if (!IsAsTheFirst(chunk))
            Unlike++;
    }

    private bool IsAsTheFirst(OpenArmChunk chunk)
    {
        if (chunk.Values.Length != _first.Length)
            return false;
        for (int i = 0; i < _first.Length; i++)
        {
            if (!(Math.Abs(chunk.Values[i] - _first[i]) <= Alike))
                return false;
        }
        return true;
    }
}
