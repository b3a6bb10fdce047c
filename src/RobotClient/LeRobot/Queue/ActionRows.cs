namespace PolicyGate.RobotClient.LeRobot.Queue;

/// <summary>Actions of consecutive timesteps, in memory that is used again.</summary>
/// <remarks>Filled by one thread before another sees it; from then on only what is left of it changes.</remarks>
internal sealed class ActionRows(int width)
{
    private float[] _values = [];
    private int _taken;

    /// <summary>Timestep of row 0, taken or not.</summary>
    public long First { get; private set; }

    /// <summary>Taken or not.</summary>
    public int Rows { get; private set; }

    /// <summary>Not taken yet.</summary>
    public int Left => Rows - _taken;

    /// <summary>Of the next that is not taken.</summary>
    public long Next => First + _taken;

    public Span<float> this[int row] => _values.AsSpan(row * width, width);

    /// <summary>Begins anew.</summary>
    public void Begin(long first, int rows)
    {
        if (_values.Length < rows * width)
            _values = new float[rows * width];
        (First, Rows, _taken) = (first, rows, 0);
    }

    /// <summary>The row of a timestep, taken or not; empty where there is none.</summary>
    public ReadOnlySpan<float> Find(long timestep) =>
        timestep >= First && timestep < First + Rows ? this[(int)(timestep - First)] : [];

    /// <summary>The next; one must be left.</summary>
    public ReadOnlySpan<float> Take() => this[_taken++];

    /// <summary>Leaves out all up to a timestep, it included.</summary>
    public void PassOver(long timestep) => _taken = (int)Math.Clamp(timestep + 1 - First, _taken, Rows);

    /// <summary>Forgets all, also what was taken.</summary>
    public void Clear() => (Rows, _taken) = (0, 0);
}
