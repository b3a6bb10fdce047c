using System.Buffers.Binary;
using PolicyGate.Formats;
using PolicyGate.Formats.Arrow;
using PolicyGate.Tests.Fixtures;

namespace PolicyGate.Tests.Formats.Arrow;

/// <summary>Thousands of files broken at random, the same ones each time: read or refused, never a crash.</summary>
/// <remarks>
/// <see cref="MemorySource"/> throws at a read outside of the file; spans throw at one outside of memory.
/// </remarks>
public sealed class ArrowMutationTests
{
    private static readonly ArrowLimits Limits =
        new(MetadataBytes: 1 << 16, Columns: 64, Depth: 8, Batches: 16, Rows: 64);

    /// <summary>Values that turn lengths and offsets into something else: signs, wrap-arounds, round numbers.</summary>
    private static readonly long[] Poison =
    [
        0, 1, -1, 7, -8, 0xFF, 0x7FFF, 0x8000, int.MaxValue, int.MinValue, uint.MaxValue, 1L << 33,
        long.MaxValue, long.MinValue,
    ];

    [Theory]
    [InlineData("openarm/three-cameras.arrow", 1)]
    [InlineData("openarm/history.arrow", 2)]
    [InlineData("openarm/two-batches.arrow", 3)]
    [InlineData("openarm/nulls-before.arrow", 4)]
    [InlineData("openarm/extra-columns.arrow", 5)]
    [InlineData("openarm/legacy-format.arrow", 6)]
    [InlineData("openarm-captured/task-and-phase/0000.arrow", 7)]
    public void Broken_files_are_read_or_refused(string file, int seed)
    {
        byte[] original = GoldenData.Bytes(file);
        int[] metadata = [.. MetadataPositions(original)];
        var random = new Random(seed);
        var reader = new ArrowFileReader(Limits);
        var batch = new ArrowBatch();
        int refused = 0;
        const int mutants = 1500;
        for (int i = 0; i < mutants; i++)
        {
            byte[] bytes = (byte[])original.Clone();
            for (int changes = random.Next(1, 4); changes > 0; changes--)
                Mutate(bytes, metadata[random.Next(metadata.Length)], random);
            if (ReadAll(reader, batch, new MemorySource(bytes)) is not null)
                refused++;
        }
        refused.ShouldBeInRange(mutants / 20, mutants - 1);
    }

    private static void Mutate(byte[] bytes, int at, Random random)
    {
        Span<byte> target = bytes.AsSpan(at);
        long poison = Poison[random.Next(Poison.Length)];
        switch (random.Next(4))
        {
            case 0:
                target[0] ^= (byte)(1 << random.Next(8));
                break;
            case 1:
                target[0] = (byte)random.Next(256);
                break;
            case 2 when target.Length >= sizeof(int):
                BinaryPrimitives.WriteInt32LittleEndian(bytes.AsSpan(at & ~3), (int)poison);
                break;
            case 3 when target.Length >= sizeof(long):
                BinaryPrimitives.WriteInt64LittleEndian(bytes.AsSpan(at & ~7), poison);
                break;
        }
    }

    /// <summary>
    /// Footer and trailer, and all before the first long run of values: that is where batches are described.
    /// </summary>
    private static IEnumerable<int> MetadataPositions(byte[] bytes)
    {
        int footer = BinaryPrimitives.ReadInt32LittleEndian(bytes.AsSpan(bytes.Length - 10));
        int end = Math.Min(4096, bytes.Length - footer - 10);
        return Enumerable.Range(8, end - 8).Concat(Enumerable.Range(bytes.Length - footer - 10, footer + 4));
    }

    /// <summary>
    /// Every column of every row of every batch; the first fault, after which it goes on all the same.
    /// </summary>
    private static FormatFault? ReadAll(ArrowFileReader reader, ArrowBatch batch, MemorySource source)
    {
        if (reader.Open(source) is { } closed)
            return closed;
        FormatFault? first = null;
        for (int i = 0; i < reader.Batches; i++)
        {
            if (reader.Load(i, batch) is { } fault)
            {
                first ??= fault;
                continue;
            }
            foreach (ArrowField column in reader.Schema.Columns)
                first ??= ReadColumn(batch, column);
        }
        return first;
    }

    private static FormatFault? ReadColumn(ArrowBatch batch, ArrowField column)
    {
        if (column.Is(ArrowType.Int64))
            return batch.ReadInt64(column, new long?[batch.Rows]);
        bool isList = column.IsListOf(ArrowType.UInt8) || column.IsListOf(ArrowType.Float32);
        if (!isList && column.Type.Id != ArrowTypeId.Utf8)
            return null;
        for (int row = 0; row < batch.Rows; row++)
        {
            FormatFault? fault = batch.Find(column, row, out ArrowValues values);
            if (fault is null && !values.IsNull)
                fault = batch.Read(values, new byte[values.Bytes]);
            if (fault is not null)
                return fault;
        }
        return null;
    }
}
