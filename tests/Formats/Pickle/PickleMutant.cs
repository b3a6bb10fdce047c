using System.Buffers.Binary;

namespace PolicyGate.Tests.Formats.Pickle;

/// <summary>A pickle that is broken at random; the same ones for the same seed.</summary>
internal sealed class PickleMutant(byte[] original, int seed)
{
    // Opcodes stand before and behind the pictures; among their bytes there is nothing to break.
    private const int OpcodeBytes = 1200;

    private const int LongestSplice = 48;

    /// <summary>Lengths, counts and numbers of the memo that are none.</summary>
    private static readonly long[] Poison =
        [0, 1, -1, 0x7F, 0xFF, 0x7FFF, int.MaxValue, int.MinValue, uint.MaxValue, 1L << 33, 1L << 62, long.MinValue];

    /// <summary>All opcodes there are, so that unexpected ones meet.</summary>
    private static readonly byte[] Opcodes =
        [.. "()]}.012BCFGIJKLMNPQRSTUVXabcdeghijloprqstu"u8, .. Enumerable.Range(0x80, 0x19).Select(i => (byte)i)];

    private readonly Random _random = new(seed);

    public ReadOnlyMemory<byte> Next()
    {
        byte[] bytes = [.. original];
        for (int changes = _random.Next(1, 4); changes > 0; changes--)
            bytes = Change(bytes, Place(bytes.Length));
        int length = _random.Next(20) == 0 ? _random.Next(bytes.Length + 1) : bytes.Length;
        return bytes.AsMemory(0, length);
    }

    private int Place(int length)
    {
        int near = Math.Min(OpcodeBytes, length);
        return _random.Next(8) switch
        {
            < 4 => _random.Next(near),
            < 7 => length - 1 - _random.Next(near),
            _ => _random.Next(length),
        };
    }

    private byte[] Change(byte[] bytes, int at)
    {
        long poison = Poison[_random.Next(Poison.Length)];
        switch (_random.Next(7))
        {
            case 0:
                bytes[at] ^= (byte)(1 << _random.Next(8));
                break;
            case 1:
                bytes[at] = Opcodes[_random.Next(Opcodes.Length)];
                break;
            case 2 when at + sizeof(int) <= bytes.Length:
                BinaryPrimitives.WriteInt32LittleEndian(bytes.AsSpan(at), (int)poison);
                break;
            case 3 when at + sizeof(long) <= bytes.Length:
                BinaryPrimitives.WriteInt64LittleEndian(bytes.AsSpan(at), poison);
                break;
            case 4:
                return [.. bytes[..at], Opcodes[_random.Next(Opcodes.Length)], .. bytes[at..]];
            case 5:
                int gone = Math.Min(_random.Next(1, 4), bytes.Length - at - 1);
                return [.. bytes[..at], .. bytes[(at + gone)..]];
            default:
                int from = Place(bytes.Length);
                int length = Math.Min(_random.Next(1, LongestSplice), bytes.Length - from);
                return [.. bytes[..at], .. bytes[from..(from + length)], .. bytes[at..]];
        }
        return bytes;
    }
}
