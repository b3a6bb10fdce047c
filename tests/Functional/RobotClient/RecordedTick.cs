using PolicyGate.Formats.LeRobot;
using PolicyGate.Tests.Fixtures;
using PolicyGate.Tests.Formats.LeRobot;
using PolicyGate.Tests.Functional.LeRobot;

namespace PolicyGate.Tests.Functional.RobotClient;

/// <summary>One turn of a recorded client's control loop.</summary>
internal sealed record RecordedTick
{
    // An action and the observation after it are of one turn: 2 ms apart, turns 65.
    private const double OneTurnSeconds = 0.03;

    // Until the client had taken in what it had received: 10 ms at most in what was recorded.
    private const double IntakeSeconds = 0.01;

    /// <summary>When it began, in seconds since 1970; where it sent an observation, the observation's own.</summary>
    public required double At { get; init; }

    /// <summary>What it executed; null where its queue was empty.</summary>
    public float[]? Executed { get; init; }

    /// <summary>The messages of what it sent; null where it had enough.</summary>
    public byte[][]? Sent { get; init; }

    /// <summary>What the server answered before the next turn.</summary>
    public List<byte[]> Answers { get; } = [];

    /// <summary>All of a session, in order.</summary>
    public static IReadOnlyList<RecordedTick> Of(RecordedSession session)
    {
        var ticks = session.Executed
            .Select(executed => new RecordedTick { At = executed.At, Executed = executed.Values }).ToList();
        foreach ((double at, byte[][] messages) in session.ObservationsByTimestamp())
        {
            int same = ticks.FindIndex(tick => tick.Executed is not null && at - tick.At is >= 0 and < OneTurnSeconds);
            if (same < 0)
                ticks.Add(new RecordedTick { At = at, Sent = messages });
            else
                ticks[same] = ticks[same] with { At = at, Sent = messages };
        }
        ticks.Sort((one, other) => one.At.CompareTo(other.At));
        foreach ((double at, byte[] answer) in session.TimedAnswers)
        {
            ticks.ShouldAllBe(tick => tick.At < at || tick.At > at + IntakeSeconds, "was it before or after?");
            ticks.Last(tick => tick.At < at).Answers.Add(answer);
        }
        return ticks;
    }

    /// <summary>What it sent, as a robot with NumPy 1 would have sent it: ours serves servers with either.</summary>
    public IReadOnlyList<byte[]> SentToEitherNumPy() =>
        [.. LeRobotRobot.Parts(ToEitherNumPy(RecordedSession.Pickle(Sent!)))];

    /// <summary>What the robot showed.</summary>
    public void Show(IReadOnlyList<string> joints, Span<double> positions, string camera, Span<byte> picture)
    {
        TimedObservationReader seen = Read();
        for (int i = 0; i < joints.Count; i++)
            seen.TryNumber(seen.Find(System.Text.Encoding.UTF8.GetBytes(joints[i])), out positions[i]).ShouldBeTrue();
        seen.TryArray(seen.Find(System.Text.Encoding.UTF8.GetBytes(camera)), out var array).ShouldBeTrue();
        array.Data.Span.CopyTo(picture);
    }

    private TimedObservationReader Read()
    {
        var reader = new TimedObservationReader(LeRobotGolden.Limits);
        reader.Read(RecordedSession.Pickle(Sent!)).ShouldBeNull();
        return reader;
    }

    // The name of NumPy's module, once; and the length of the first frame, which it is in.
    private static byte[] ToEitherNumPy(byte[] pickle)
    {
        ReadOnlySpan<byte> written = "\x16numpy._core.multiarray"u8, wanted = "\x15numpy.core.multiarray"u8;
        int at = pickle.AsSpan().IndexOf(written);
        at.ShouldBeGreaterThan(0);
        byte[] other = [.. pickle.AsSpan(0, at), .. wanted, .. pickle.AsSpan(at + written.Length)];
        other[2].ShouldBe((byte)0x95);
        BitConverter.TryWriteBytes(other.AsSpan(3), BitConverter.ToInt64(pickle, 3) - 1).ShouldBeTrue();
        return other;
    }
}
