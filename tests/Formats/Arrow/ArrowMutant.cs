using System.Buffers.Binary;
using PolicyGate.Tests.Fixtures;

namespace PolicyGate.Tests.Formats.Arrow;

/// <summary>An Arrow file that is broken at random and mended again; the same ones for the same seed.</summary>
/// <remarks>
/// Where metadata stands there is most to break: most changes fall there, the others anywhere, as into frames of
/// compressed buffers.
/// </remarks>
internal sealed class ArrowMutant
{
    // The stock observer's schema and batch take 1.7 KiB at the beginning, its footer 1 KiB at the end.
    private const int MetadataBytes = 2048;

    private const int LongestSplice = 64;

    /// <summary>Values that turn lengths and offsets into something else: signs, wrap-arounds, round numbers.</summary>
    private static readonly long[] Poison =
    [
        0, 1, -1, 7, -8, 0xFF, 0x7FFF, 0x8000, int.MaxValue, int.MinValue, uint.MaxValue, 1L << 33, 1L << 62,
        long.MaxValue, long.MinValue,
    ];

    private readonly byte[] _original;
    private readonly List<(int At, int Length)> _changes = [];
    private readonly Random _random;

    public ArrowMutant(byte[] original, int seed)
    {
        (_original, Bytes, _random) = (original, (byte[])original.Clone(), new Random(seed));
        Length = original.Length;
    }

    /// <summary>How many times as many mutants as usual are tried.</summary>
    public static int Factor { get; } =
        int.TryParse(Environment.GetEnvironmentVariable("POLICYGATE_MUTANTS"), out int factor) && factor > 0
            ? factor
            : 1;

    /// <summary>Files of any form that are small enough to be broken thousands of times.</summary>
    public static IEnumerable<string> Files => GoldenData.OpenArmIndex.Where(golden => golden.Kind != "bad")
        .Concat(GoldenData.OpenArmMade).Select(golden => golden.File)
        .Where(file => !file.EndsWith(".gz", StringComparison.Ordinal)).Distinct()
        .Append("openarm-captured/task-and-phase/0000.arrow");

    /// <summary>The file, always of its first length.</summary>
    public byte[] Bytes { get; }

    /// <summary>How much of it is there: less where it is cut.</summary>
    public int Length { get; private set; }

    /// <summary>What differs from the original.</summary>
    public IReadOnlyList<(int At, int Length)> Changes => _changes;

    /// <summary>Mends the file and breaks it in another way.</summary>
    public void Next()
    {
        foreach ((int at, int length) in _changes)
            _original.AsSpan(at, length).CopyTo(Bytes.AsSpan(at));
        _changes.Clear();
        Length = _random.Next(20) == 0 ? _random.Next(_original.Length + 1) : _original.Length;
        for (int changes = _random.Next(1, 4); changes > 0; changes--)
            Change(Place());
    }

    private int Place()
    {
        int metadata = Math.Min(MetadataBytes, _original.Length);
        return _random.Next(8) switch
        {
            < 4 => _random.Next(metadata),
            < 7 => _original.Length - 1 - _random.Next(metadata),
            _ => _random.Next(_original.Length),
        };
    }

    private void Change(int at)
    {
        long poison = Poison[_random.Next(Poison.Length)];
        switch (_random.Next(5))
        {
            case 0:
                Changing(at, 1)[0] ^= (byte)(1 << _random.Next(8));
                break;
            case 1:
                Changing(at, 1)[0] = (byte)_random.Next(256);
                break;
            case 2 when (at & ~3) + sizeof(int) <= Bytes.Length:
                BinaryPrimitives.WriteInt32LittleEndian(Changing(at & ~3, sizeof(int)), (int)poison);
                break;
            case 3 when (at & ~7) + sizeof(long) <= Bytes.Length:
                BinaryPrimitives.WriteInt64LittleEndian(Changing(at & ~7, sizeof(long)), poison);
                break;
            default:
                int length = Math.Min(_random.Next(1, LongestSplice + 1), Bytes.Length - at);
                int from = Math.Min(Place(), Bytes.Length - length);
                _original.AsSpan(from, length).CopyTo(Changing(at, length));
                break;
        }
    }

    private Span<byte> Changing(int at, int length)
    {
        _changes.Add((at, length));
        return Bytes.AsSpan(at, length);
    }
}
