using System.Globalization;
using System.Text;
using System.Text.Json;

namespace PolicyGate.RobotClient.Robots.Processes;

/// <summary>Lays requests as lines, in memory that is kept. <c>docs/drive-a-robot.md</c> has them all.</summary>
internal sealed class RequestLines
{
    /// <summary>Of the protocol: a process refuses one that it does not know.</summary>
    public const int Protocol = 1;

    // All that a command has beside its numbers, and a float's longest form with its comma, as -1.1754944E-38.
    private const int HeadBytes = 96;
    private const int NumberBytes = 16;

    private byte[] _line = new byte[HeadBytes];
    private int _length;

    /// <param name="id">Of the request.</param>
    /// <param name="folder">Where the process puts its pictures.</param>
    public static byte[] Connect(long id, string folder) => Encoding.UTF8.GetBytes(
        $$"""{"id":{{id}},"call":"connect","protocol":{{Protocol}},"folder":{{Quoted(folder)}}}""" + "\n");

    public ReadOnlySpan<byte> Plain(long id, ProcessCall call)
    {
        _length = 0;
        Put("{\"id\":"u8);
        Put(id);
        Put(call is ProcessCall.Observe ? ",\"call\":\"observe\"}\n"u8 : ",\"call\":\"disconnect\"}\n"u8);
        return _line.AsSpan(0, _length);
    }

    /// <param name="id">Of the request.</param>
    /// <param name="observed">Of the newest observation that whoever commands has.</param>
    /// <param name="action">Finite.</param>
    public ReadOnlySpan<byte> Act(long id, long observed, ReadOnlySpan<float> action)
    {
        int room = HeadBytes + (action.Length * NumberBytes);
        if (_line.Length < room)
            _line = new byte[room];
        _length = 0;
        Put("{\"id\":"u8);
        Put(id);
        Put(",\"call\":\"act\",\"observed\":"u8);
        Put(observed);
        Put(",\"action\":["u8);
        for (int i = 0; i < action.Length; i++)
        {
            if (i > 0)
                Put(","u8);
            // The shortest form that reads as the same number.
            action[i].TryFormat(_line.AsSpan(_length), out int bytes, default, CultureInfo.InvariantCulture);
            _length += bytes;
        }
        Put("]}\n"u8);
        return _line.AsSpan(0, _length);
    }

    private void Put(ReadOnlySpan<byte> bytes)
    {
        bytes.CopyTo(_line.AsSpan(_length));
        _length += bytes.Length;
    }

    private void Put(long number)
    {
        number.TryFormat(_line.AsSpan(_length), out int bytes, default, CultureInfo.InvariantCulture);
        _length += bytes;
    }

    private static string Quoted(string text) => $"\"{JsonEncodedText.Encode(text)}\"";
}
