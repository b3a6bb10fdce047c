using System.Text;

namespace PolicyGate.Gateway.Sessions;

/// <summary>What one robot was answered, for the line that is logged when it leaves.</summary>
internal sealed class SessionCounts
{
    private static readonly TickReason[] Reasons = Enum.GetValues<TickReason>();

    private readonly long[] _skips = new long[(int)Reasons.Max() + 1];
    private readonly long[] _holds = new long[(int)Reasons.Max() + 1];

    public long Chunks { get; private set; }

    public long LateRows { get; private set; }

    public void Add(in TickAnswer answer)
    {
        switch (answer.Outcome)
        {
            case TickOutcome.Chunk:
                Chunks++;
                break;
            case TickOutcome.Skip:
                _skips[(int)answer.Reason]++;
                break;
            default:
                _holds[(int)answer.Reason]++;
                break;
        }
    }

    public void AddLateRows(int rows) => LateRows += rows;

    /// <summary>As <c>240 chunks, 3 skips (MaximumRate 2, NotFound 1), 0 holds, 12 late rows left out</c>.</summary>
    public override string ToString()
    {
        var text = new StringBuilder();
        text.Append(Chunks).Append(" chunks, ");
        Append(text, _skips, " skips");
        Append(text.Append(", "), _holds, " holds");
        return text.Append(", ").Append(LateRows).Append(" late rows left out").ToString();
    }

    private static void Append(StringBuilder text, long[] counts, string name)
    {
        text.Append(counts.Sum()).Append(name);
        string reasons = string.Join(", ",
            Reasons.Where(reason => counts[(int)reason] > 0).Select(reason => $"{reason} {counts[(int)reason]}"));
        if (reasons.Length > 0)
            text.Append(" (").Append(reasons).Append(')');
    }
}
