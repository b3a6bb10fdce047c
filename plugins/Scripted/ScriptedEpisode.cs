using PolicyGate.Abstractions;

namespace PolicyGate.Scripted;

/// <summary>How far one robot is in its episode, and where it stood at the beginning.</summary>
internal sealed class ScriptedEpisode(int width) : IEpisode
{
    private readonly float[] _first = new float[width];
    private long _began;
    private long _runs;

    /// <summary>The positions that the episode's first run was shown.</summary>
    public ReadOnlySpan<float> First => _first;

    public void Reset() => _runs = 0;

    /// <summary>Counts one run.</summary>
    /// <returns>How many rows the robot has played since the episode began; 0 at its first run.</returns>
    public double Advance(ReadOnlySpan<float> shown, TimeProvider time, ScriptedOptions options)
    {
        long now = time.GetTimestamp();
        if (_runs == 0)
        {
            shown.CopyTo(_first);
            _began = now;
        }
        double rows = options.RowsPerRun > 0
            ? (double)_runs * options.RowsPerRun
            : time.GetElapsedTime(_began, now).TotalSeconds * options.RateHz;
        _runs++;
        return rows;
    }

    public void Dispose()
    {
    }
}
