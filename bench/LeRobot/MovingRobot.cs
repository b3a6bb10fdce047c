using PolicyGate.RobotClient;
using PolicyGate.RobotClient.LeRobot;

namespace PolicyGate.Bench.LeRobot;

/// <summary>
/// The robot of <c>bench/python/stock_client.py</c>: 16 joints, which are elsewhere at each observation, and three
/// cameras. It writes down when it is asked and told.
/// </summary>
internal sealed class MovingRobot(int mostPeriods, TimeProvider time) : IRobot, ILeRobotRecorder
{
    private const int Joints = 16;
    private const double Stride = 0.5;
    private const int Way = 100;

    private readonly byte[] _picture = new byte[480 * 640 * 3];
    private readonly Lock _lock = new();

    public RobotFeatures Features { get; } = new()
    {
        Joints = [.. Enumerable.Range(0, Joints).Select(i => $"joint_{i}.pos")],
        Cameras = [new("head_left", 480, 640), new("wrist_left", 480, 640), new("wrist_right", 480, 640)],
    };

    /// <summary>When each action was commanded, in seconds.</summary>
    public List<double> Acts { get; } = new(mostPeriods);

    /// <summary>Observations that had been asked for by then.</summary>
    public List<int> Looks { get; } = new(mostPeriods);

    /// <summary>When each was asked for, in seconds since 1970.</summary>
    public List<double> Observes { get; } = new(mostPeriods);

    /// <summary>Of each chunk its timestamp, and when it was in the queue.</summary>
    public List<double[]> Answers { get; } = new(mostPeriods);

    public void Connect(CancellationToken cancel) => new Random(1).NextBytes(_picture);

    public void Observe(RobotObservation observation)
    {
        int number = Observes.Count % Way;
        Observes.Add(Now());
        for (int i = 0; i < Joints; i++)
            observation.Joints[i] = -0.8 + (i * 1.6 / (Joints - 1)) + (Stride * number);
        for (int camera = 0; camera < Features.Cameras.Count; camera++)
            _picture.CopyTo(observation.Picture(camera));
    }

    public void Act(ReadOnlySpan<float> action)
    {
        Acts.Add(time.GetTimestamp() / (double)time.TimestampFrequency);
        Looks.Add(Observes.Count);
    }

    public void Disconnect()
    {
    }

    public void Began(RobotFeatures features, ReadOnlyMemory<byte> instructions)
    {
    }

    public void Sent(long timestep, double timestamp, ReadOnlySpan<byte> pickle)
    {
    }

    public void Answered(long timestep, double timestamp, ReadOnlySpan<byte> pickle, string? refused)
    {
        lock (_lock)
        {
            if (refused is null)
                Answers.Add([timestamp, Now()]);
        }
    }

    public void Acted(long timestep, int queued, ReadOnlySpan<float> action, ReadOnlySpan<float> command)
    {
    }

    private double Now() =>
        (time.GetUtcNow() - DateTimeOffset.UnixEpoch).Ticks / (double)TimeSpan.TicksPerSecond;
}
