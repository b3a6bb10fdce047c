using PolicyGate.Formats;
using PolicyGate.Formats.Arrow;
using PolicyGate.Tests.Fixtures;

namespace PolicyGate.Tests.Formats.Arrow;

/// <summary>Tens of thousands of files broken at random, the same ones each time: read or refused, never a
/// crash.</summary>
/// <remarks>
/// <see cref="MemorySource"/> throws at a read outside of the file; spans throw at one outside of memory. With
/// <c>POLICYGATE_MUTANTS=10</c> in the environment there are ten times as many.
/// </remarks>
public sealed class ArrowMutationTests
{
    private const int Mutants = 900;

    private const int MostElements = 64;

    /// <summary>Of one mutant: its metadata parsed, what it claims to hold read once, and the fault's words.</summary>
    private const long MostAllocated = 4 << 20;

    private static readonly ArrowLimits Limits = new(
        MetadataBytes: 1 << 16, Columns: 64, Depth: 8, Batches: 16, Rows: 64, DecompressedBytes: 1 << 20);

    private readonly byte[] _values = new byte[1 << 20];
    private readonly ArrowBatch _batch = new();

    public static TheoryData<string> Files => [.. ArrowMutant.Files];

    [Theory]
    [MemberData(nameof(Files))]
    public void Broken_files_are_read_or_refused(string file)
    {
        var mutant = new ArrowMutant(GoldenData.Bytes(file), seed: file.Length);
        var source = new MemorySource(mutant.Bytes);
        using var reader = new ArrowFileReader(Limits);
        int mutants = Mutants * ArrowMutant.Factor;
        (int refused, int read) = (0, 0);
        for (int i = 0; i < mutants; i++)
        {
            mutant.Next();
            source.Length = mutant.Length;
            long before = GC.GetAllocatedBytesForCurrentThread();
            FormatFault? fault = ReadAll(reader, source);
            (GC.GetAllocatedBytesForCurrentThread() - before).ShouldBeLessThan(MostAllocated, $"mutant {i}");
            if (fault is null)
                read++;
            else
                refused++;
            fault?.Message.Length.ShouldBeInRange(1, 4096);
        }
        refused.ShouldBeGreaterThan(mutants / 20);
        (read + refused).ShouldBe(mutants);
    }

    /// <summary>
    /// Every column of every row of every batch; the first fault, after which it goes on all the same.
    /// </summary>
    private FormatFault? ReadAll(ArrowFileReader reader, MemorySource source)
    {
        if (reader.Open(source) is { } closed)
            return closed;
        FormatFault? first = null;
        for (int i = 0; i < reader.Batches; i++)
        {
            if (reader.Load(i, _batch) is { } fault)
            {
                first ??= fault;
                continue;
            }
            foreach (ArrowField column in reader.Schema.Columns)
            {
                FormatFault? unread = column.Is(ArrowType.Int64)
                    ? _batch.ReadInt64(column, new long?[_batch.Rows])
                    : ReadRows(column, 0, _batch.Rows, source);
                first ??= unread;
            }
        }
        return first;
    }

    private FormatFault? ReadRows(ArrowField field, long start, int count, MemorySource source)
    {
        FormatFault? first = null;
        for (int row = 0; row < Math.Min(count, MostElements); row++)
        {
            FormatFault? fault = field.Element is { Type.Id: ArrowTypeId.Struct } element
                ? ReadStructs(field, element, start + row, source)
                : ReadRow(field, start + row, source);
            first ??= fault;
        }
        return first;
    }

    private FormatFault? ReadStructs(ArrowField list, ArrowField element, long row, MemorySource source)
    {
        if (_batch.FindElements(list, row, out ArrowElements found) is { } fault)
            return fault;
        FormatFault? first = null;
        foreach (ArrowField field in element.Children)
        {
            FormatFault? unread = ReadRows(field, found.Start, found.Count, source);
            first ??= unread;
        }
        return first;
    }

    private FormatFault? ReadRow(ArrowField field, long row, MemorySource source)
    {
        if (_batch.Find(field, row, out ArrowValues values) is { } fault)
            // What is of another type is no fault of the file.
            return fault.Kind is FormatFaultKind.Unsupported ? null : fault;
        if (values.IsNull)
            return null;
        bool compressed = values.Buffer.Codec is not ArrowCodec.None;
        values.Bytes.ShouldBeInRange(0, compressed ? Limits.DecompressedBytes : source.Length);
        return _batch.Read(values, _values.AsSpan(0, (int)values.Bytes));
    }
}
