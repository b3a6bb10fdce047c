using System.Text;

namespace PolicyGate.Tests.Functional.BadInput;

/// <summary>Breaks request lines in ways that a seed decides, the same ones each time.</summary>
internal sealed class RequestMutator(IReadOnlyList<byte[]> originals, int seed)
{
    private static readonly byte[][] Tokens =
    [
        .. new[]
        {
            "{", "}", "[", "]", ":", ",", "\"", "\\", "\\u0000", "\\ud800", "\\\"", "NaN", "-Infinity", "1e400",
            "-1e-400", "null", "true", "[[", "}}", "{\"", "\r", "\t", "\0", "\uFEFF", "//", "/*", "\"ping\":true,",
            "\"reset\":", "\"transport\":\"shm_ring_v1\",", "\"data_path\":\"\",", "\"name\":\"inference\",",
            "9223372036854775808", "-0", "0x1", "1.", ".5", "\"timestamp\":", "/dev/zero", "/../",
        }.Select(Encoding.UTF8.GetBytes),
        [0xFF], [0xC0, 0xAF], [0xED, 0xA0, 0x80], [0xF4, 0x90, 0x80, 0x80], [0x80],
    ];

    private readonly Random _random = new(seed);

    /// <summary>A line without its end, or with some in it.</summary>
    public byte[] Next()
    {
        List<byte> line = [.. originals[_random.Next(originals.Count)]];
        for (int changes = _random.Next(1, 5); changes > 0; changes--)
            Change(line);
        return [.. line];
    }

    private void Change(List<byte> line)
    {
        int at = _random.Next(line.Count + 1);
        int count = Math.Min(_random.Next(1, 40), line.Count - at);
        switch (_random.Next(9))
        {
            case 0 when count > 0:
                line[at] ^= (byte)(1 << _random.Next(8));
                break;
            case 1 when count > 0:
                line[at] = (byte)_random.Next(256);
                break;
            case 2:
                line.InsertRange(at, Tokens[_random.Next(Tokens.Length)]);
                break;
            case 3:
                line.RemoveRange(at, count);
                break;
            case 4:
                line.InsertRange(at, line.GetRange(at, count));
                break;
            case 5:
                line.RemoveRange(at, line.Count - at);
                break;
            case 6:
                byte[] other = originals[_random.Next(originals.Count)];
                line.RemoveRange(at, line.Count - at);
                line.AddRange(other[Math.Min(at, other.Length)..]);
                break;
            case 7:
                ReplaceNumber(line, at);
                break;
            case 8:
                line.Reverse(at, count);
                break;
        }
    }

    private void ReplaceNumber(List<byte> line, int from)
    {
        int at = line.FindIndex(from, value => value is >= (byte)'0' and <= (byte)'9');
        if (at < 0)
            return;
        int end = at;
        while (end < line.Count && line[end] is >= (byte)'0' and <= (byte)'9')
            end++;
        line.RemoveRange(at, end - at);
        line.InsertRange(at, Tokens[_random.Next(Tokens.Length)]);
    }
}
