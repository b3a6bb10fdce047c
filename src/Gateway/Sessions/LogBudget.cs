namespace PolicyGate.Gateway.Sessions;

/// <summary>How much one robot may make the gateway log: so many lines at once, and one more each second.</summary>
/// <remarks>
/// A robot whose every second tick fails would else write thirty lines a second until the disk is full.
/// </remarks>
internal sealed class LogBudget
{
    private static readonly TimeSpan Refill = TimeSpan.FromSeconds(1);

    private readonly int _lines;
    private readonly TimeProvider _time;
    private long _refilled;
    private int _left;

    public LogBudget(int lines, TimeProvider time)
    {
        (_lines, _left, _time) = (lines, lines, time);
        _refilled = time.GetTimestamp();
    }

    /// <returns>Whether the line may be written.</returns>
    public bool Spend()
    {
        int earned = (int)Math.Min(_time.GetElapsedTime(_refilled) / Refill, _lines);
        if (earned > 0)
        {
            _left = Math.Min(_left + earned, _lines);
            _refilled = _time.GetTimestamp();
        }
        if (_left == 0)
            return false;
        _left--;
        return true;
    }
}
