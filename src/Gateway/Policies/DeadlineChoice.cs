using PolicyGate.Gateway.Limits;

namespace PolicyGate.Gateway.Policies;

/// <summary>
/// Chooses a policy's deadline: what is configured, else two control intervals where it is fast enough for them.
/// </summary>
/// <remarks>
/// An answer after two intervals finds the robot at rows that it was to replace, so the deadline is not longer than
/// that. A policy that needs more is of use all the same, with chunks that are long and asked for seldom; with a
/// deadline that it misses it would never answer.
/// </remarks>
internal sealed class DeadlineChoice(
    string policy, TimeSpan? configured, ControlDescription control, LimitsOptions limits)
{
    /// <summary>Warm runs that are looked at, at most.</summary>
    public const int Runs = 8;

    // One hiccup of the machine takes no policy's deadline away. A policy that misses every fourth run has none: its
    // robots would be skipped and held all the time.
    private const int Forgiven = 1;

    private readonly RunDeadline _atMost = new(limits.InferenceTime, "Limits:InferenceTime");
    private int _seen;
    private int _slower;

    /// <summary>What the runs are held against.</summary>
    public RunDeadline Wanted { get; } = configured is { } time
        ? new RunDeadline(time, $"Gateway:Policies:{policy}:Deadline")
        : TwoIntervals(control, limits);

    /// <summary>
    /// How long a run takes of a policy that cannot keep <see cref="Wanted"/>; null as long as it can.
    /// </summary>
    public TimeSpan? Needs { get; private set; }

    /// <summary>A configured deadline holds in any case; without one, nobody knows before runs were seen.</summary>
    public RunDeadline Chosen => configured is not null || (_seen > 0 && Needs is null) ? Wanted : _atMost;

    /// <summary>Counts one more warm run.</summary>
    public void Add(TimeSpan took)
    {
        _seen++;
        if (took >= Wanted.Limit && ++_slower > Forgiven)
            Needs ??= took;
    }

    private static RunDeadline TwoIntervals(ControlDescription control, LimitsOptions limits)
    {
        var intervals = TimeSpan.FromTicks(2 * control.IntervalNanoseconds / TimeSpan.NanosecondsPerTick);
        return intervals < limits.InferenceTime
            ? new RunDeadline(intervals, "two control intervals")
            : new RunDeadline(limits.InferenceTime, "Limits:InferenceTime");
    }
}
