namespace PolicyGate.Gateway.Policies;

/// <summary>How long a run may take before its robot is answered without it.</summary>
/// <param name="Limit">From when an owner thread takes the run; waiting in line is not the engine's fault.</param>
/// <param name="Origin">What it comes from, for messages: a key, or the control intervals.</param>
internal sealed record RunDeadline(TimeSpan Limit, string Origin)
{
    public override string ToString() => $"{Limit.TotalMilliseconds:0} ms ({Origin})";
}
