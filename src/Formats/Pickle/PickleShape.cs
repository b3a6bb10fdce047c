using System.Runtime.InteropServices;

namespace PolicyGate.Formats.Pickle;

/// <summary>Up to four numbers of an array: its axes' lengths, its strides, or their order.</summary>
[StructLayout(LayoutKind.Auto)]
internal struct PickleShape
{
    public const int MostAxes = 4;

    private (int First, int Second, int Third, int Fourth) _values;

    public int Rank { get; private set; }

    public (int First, int Second, int Third, int Fourth) Values => _values;

    /// <summary>As many ones, so that unused axes have length one.</summary>
    public static PickleShape Of(int rank) => new() { Rank = rank, _values = (1, 1, 1, 1) };

    public int this[int axis]
    {
        readonly get => axis switch
        {
            0 => _values.First,
            1 => _values.Second,
            2 => _values.Third,
            _ => _values.Fourth,
        };
        set
        {
            switch (axis)
            {
                case 0: _values.First = value; break;
                case 1: _values.Second = value; break;
                case 2: _values.Third = value; break;
                default: _values.Fourth = value; break;
            }
        }
    }

    /// <summary>Reads a tuple or list of numbers, none of them negative.</summary>
    public static bool TryRead(PickleDocument document, int value, out PickleShape shape)
    {
        ref PickleNode node = ref document[value];
        shape = Of(node.Length);
        if (node.Kind is not (PickleKind.Tuple or PickleKind.List) || node.Length > MostAxes)
            return false;
        int axis = 0;
        foreach (PickleLink item in document.ItemsOf(node))
        {
            ref PickleNode number = ref document[item.Value];
            if (number.Kind is not PickleKind.Integer || number.Bits is < 0 or > int.MaxValue)
                return false;
            shape[axis++] = (int)number.Bits;
        }
        return true;
    }

    /// <summary>How many values an array of this shape has.</summary>
    /// <returns>False where that is more than could be in any message.</returns>
    public readonly bool TryCount(out int count)
    {
        count = 0;
        long product = 1;
        for (int axis = 0; axis < Rank; axis++)
        {
            if (this[axis] == 0)
                return true;
        }
        for (int axis = 0; axis < Rank; axis++)
        {
            // Each factor and what is kept of the product fit 31 bits.
            product *= this[axis];
            if (product > int.MaxValue)
                return false;
        }
        count = (int)product;
        return true;
    }
}
