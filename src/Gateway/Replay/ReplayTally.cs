namespace PolicyGate.Gateway.Replay;

/// <summary>Counts what was played.</summary>
internal sealed class ReplayTally
{
    /// <summary>Ticks that a report lists: a day of another policy's answers would be three million.</summary>
    public const int MostTicks = 10_000;

    private const int MostWorst = 10;

    private readonly HashSet<string> _sessions = new(StringComparer.Ordinal);
    private readonly Dictionary<(string Route, string Joint), (long Ticks, double Largest)> _joints = [];
    private readonly List<ReplayedTickReport> _differences = [];
    private readonly PriorityQueue<ReplayedTickReport, double> _worst = new();
    private long _ticks;
    private long _different;
    private long _excused;

    public void AddSame(string session)
    {
        _ticks++;
        _sessions.Add(session);
    }

    /// <param name="difference">Of one tick.</param>
    /// <param name="joints">The names of a row's values; shorter where they are not known.</param>
    /// <returns>What a report says of it.</returns>
    public ReplayedTickReport Add(TickDifference difference, IReadOnlyList<string> joints)
    {
        AddSame(difference.Session);
        _different += difference.IsExcused ? 0 : 1;
        _excused += difference.IsExcused ? 1 : 0;
        RowsDifference? values = difference.Chunk ?? difference.Raw;
        var report = new ReplayedTickReport(
            difference.Session, difference.Tick, difference.Route, Names(difference.Parts), difference.IsExcused,
            difference.Recorded, difference.Played, Finite(values?.Largest), values?.Row,
            values is null ? null : NameOf(values.Joint, joints), difference.Error?.ToString());
        if (_differences.Count < MostTicks)
            _differences.Add(report);
        AddJoints(difference, joints);
        // The least of the worst goes first.
        _worst.Enqueue(report, values?.Largest ?? double.PositiveInfinity);
        if (_worst.Count > MostWorst)
            _worst.Dequeue();
        return report;
    }

    public ReplayReport Report(
        string recording, IReadOnlyList<string> notes, IReadOnlyList<string> unreadable, TimeSpan took) => new()
        {
            Recording = recording,
            Same = _ticks > 0 && _different == 0,
            Ticks = _ticks,
            SameTicks = _ticks - _different - _excused,
            DifferentTicks = _different,
            ExcusedTicks = _excused,
            Sessions = _sessions.Count,
            Seconds = Math.Round(took.TotalSeconds, 3),
            Notes = notes,
            Unreadable = unreadable,
            Joints =
            [
                .. _joints.Select(joint => new JointDifference(
                        joint.Key.Route, joint.Key.Joint, joint.Value.Ticks, Finite(joint.Value.Largest)!.Value))
                    .OrderByDescending(joint => joint.Largest),
            ],
            Worst =
            [
                .. _worst.UnorderedItems.OrderByDescending(worst => worst.Priority).Select(worst => worst.Element),
            ],
            Differences = _differences,
        };

    private void AddJoints(TickDifference difference, IReadOnlyList<string> joints)
    {
        if (difference.Chunk is not { } chunk)
            return;
        for (int joint = 0; joint < chunk.ByJoint.Count; joint++)
        {
            if (chunk.ByJoint[joint] is not > 0)
                continue;
            (string, string) key = (difference.Route, NameOf(joint, joints));
            (long ticks, double largest) = _joints.GetValueOrDefault(key);
            _joints[key] = (ticks + 1, Math.Max(largest, chunk.ByJoint[joint]));
        }
    }

    private static string NameOf(int joint, IReadOnlyList<string> joints) =>
        joint < joints.Count ? joints[joint] : $"joint {joint}";

    private static string[] Names(DifferentParts parts) =>
    [
        .. Enum.GetValues<DifferentParts>().Where(part => part is not DifferentParts.None && parts.HasFlag(part))
            .Select(part => part.ToString()),
    ];

    /// <summary>JSON has no infinity.</summary>
    private static double? Finite(double? value) => value is double.PositiveInfinity ? double.MaxValue : value;
}
