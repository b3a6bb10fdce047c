namespace PolicyGate.Formats.Arrow;

/// <summary>Reads validity bitmaps: a bit for each of a field's values, 0 where it is null.</summary>
internal sealed class ArrowNulls(ArrowBatchMetadata metadata, ArrowBody body)
{
    private const int ChunkBytes = 4096;

    private byte[] _chunk = [];

    /// <summary>The first null among some values, counted from the first of them; −1 where there is none.</summary>
    public FormatFault? Find(ArrowField field, long start, long count, out long index)
    {
        index = -1;
        // Without nulls writers may leave the bitmap out, or leave anything in it.
        if (metadata.Node(field).Nulls == 0)
            return null;
        for (long done = 0; done < count;)
        {
            if (Read(field, start + done, count - done, out int bit, out int bits) is { } fault)
                return fault;
            for (int i = 0; i < bits; i++)
            {
                if (IsNull(bit + i))
                {
                    index = done + i;
                    return null;
                }
            }
            done += bits;
        }
        return null;
    }

    /// <summary>Makes those values null that are.</summary>
    public FormatFault? Clear(ArrowField column, Span<long?> values)
    {
        if (metadata.Node(column).Nulls == 0)
            return null;
        for (int done = 0; done < values.Length;)
        {
            if (Read(column, done, values.Length - done, out int bit, out int bits) is { } fault)
                return fault;
            for (int i = 0; i < bits; i++)
            {
                if (IsNull(bit + i))
                    values[done + i] = null;
            }
            done += bits;
        }
        return null;
    }

    private bool IsNull(int bit) => (_chunk[bit / 8] >> (bit % 8) & 1) == 0;

    /// <summary>Brings as much of a bitmap into memory as there is room for.</summary>
    private FormatFault? Read(ArrowField field, long start, long count, out int bit, out int bits)
    {
        if (_chunk.Length == 0)
            _chunk = new byte[ChunkBytes];
        bit = (int)(start % 8);
        bits = (int)Math.Min(count, (ChunkBytes * 8) - bit);
        int bytes = (bit + bits + 7) / 8;
        return body.Read(field, number: 0, start / 8, _chunk.AsSpan(0, bytes));
    }
}
