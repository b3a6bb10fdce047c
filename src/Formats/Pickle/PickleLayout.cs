namespace PolicyGate.Formats.Pickle;

/// <summary>Where an array's values lie in its bytes.</summary>
internal static class PickleLayout
{
    /// <summary>Strides of values without gaps, the last axis running fastest; in values.</summary>
    /// <param name="shape">Has passed <see cref="PickleShape.TryCount"/>.</param>
    public static PickleShape RowMajor(in PickleShape shape)
    {
        PickleShape strides = PickleShape.Of(shape.Rank);
        int stride = 1;
        for (int axis = shape.Rank - 1; axis >= 0; axis--)
        {
            strides[axis] = stride;
            stride *= Math.Max(shape[axis], 1);
        }
        return strides;
    }

    /// <summary>The same, the first axis running fastest.</summary>
    public static PickleShape ColumnMajor(in PickleShape shape)
    {
        PickleShape strides = PickleShape.Of(shape.Rank);
        int stride = 1;
        for (int axis = 0; axis < shape.Rank; axis++)
        {
            strides[axis] = stride;
            stride *= Math.Max(shape[axis], 1);
        }
        return strides;
    }

    /// <summary>Checks that an array lies within its bytes.</summary>
    /// <param name="element">Of each value.</param>
    /// <param name="shape">Of the array.</param>
    /// <param name="strides">In values.</param>
    /// <param name="offset">Of the first value, in values.</param>
    /// <param name="bytes">In which it must lie.</param>
    /// <param name="array">A view.</param>
    /// <returns>False where it does not, or where it has more values than the bytes.</returns>
    public static bool TryView(
        PickleElement element, in PickleShape shape, in PickleShape strides, long offset,
        ReadOnlyMemory<byte> bytes, out PickleArray array)
    {
        array = default;
        long there = bytes.Length / element.Size;
        // Where strides of 0 repeat values, a few bytes could stand for a picture without end.
        if (!shape.TryCount(out int count) || count > there || offset < 0 || offset > there)
            return false;
        Int128 last = offset;
        for (int axis = 0; axis < shape.Rank; axis++)
            last += Math.Max(shape[axis] - 1, 0) * (Int128)strides[axis];
        if (count > 0 && last >= there)
            return false;
        int start = (int)offset * element.Size;
        int length = count > 0 ? ((int)last + 1) * element.Size - start : 0;
        PickleShape rows = RowMajor(shape);
        PickleShape inBytes = PickleShape.Of(shape.Rank);
        bool isRowMajor = true;
        for (int axis = 0; axis < shape.Rank; axis++)
        {
            // An axis of one step, or of an array without values, may claim any stride.
            bool counts = count > 0 && shape[axis] > 1;
            isRowMajor &= !counts || strides[axis] == rows[axis];
            inBytes[axis] = count > 0 ? (counts ? strides[axis] : rows[axis]) * element.Size : 0;
        }
        array = new PickleArray
        {
            Kind = element.Kind,
            ItemSize = element.Size,
            Shape = shape.Values,
            Rank = shape.Rank,
            IsRowMajor = isRowMajor,
            Strides = inBytes.Values,
            Data = bytes.Slice(start, length),
        };
        return true;
    }
}
