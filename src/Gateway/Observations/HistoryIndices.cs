using System.Buffers.Text;

namespace PolicyGate.Gateway.Observations;

/// <summary>
/// What a request says of its observation's rows: how many steps of the robot's history each is away from now, in the
/// order that the robot's owner asked for, as −32, 0. Its memory is kept from tick to tick.
/// </summary>
/// <param name="maximumRows">More than an observation may have are not kept.</param>
internal sealed class HistoryIndices(int maximumRows)
{
    private int[] _rows = [];
    private int _count;

    /// <summary>By row; empty where the request names none.</summary>
    public ReadOnlySpan<int> Rows => _rows.AsSpan(0, _count);

    /// <summary>The request has something in their place that says nothing.</summary>
    public bool IsBroken { get; private set; }

    public void Clear() => (_count, IsBroken) = (0, false);

    public void Add(int index)
    {
        if (IsBroken)
            return;
        if (_count == maximumRows)
        {
            Break();
            return;
        }
        if (_count == _rows.Length)
            Array.Resize(ref _rows, Math.Min(Math.Max(4, 2 * _count), maximumRows));
        _rows[_count++] = index;
    }

    /// <summary>Says that it names something, but not what.</summary>
    public void Break() => (_count, IsBroken) = (0, true);

    /// <summary>As the robot's node sends them: numbers with commas between them, <c>-32,0</c>.</summary>
    public void Parse(ReadOnlySpan<byte> text)
    {
        Clear();
        // Python's None as text: nobody has set them.
        if (text.SequenceEqual("None"u8))
            return;
        foreach (Range part in text.Split((byte)','))
        {
            ReadOnlySpan<byte> number = text[part].Trim((byte)' ');
            if (number.IsEmpty)
                continue;
            if (!Utf8Parser.TryParse(number, out int index, out int read) || read != number.Length)
            {
                Break();
                return;
            }
            Add(index);
        }
    }
}
