using System.Text;
using System.Text.Json;

namespace PolicyGate.RobotClient.OpenArm;

/// <summary>An answer's <c>timing</c>; names are kept from answer to answer.</summary>
internal sealed class OpenArmStages
{
    /// <summary>A server's own stages are under ten; names beyond these are not kept.</summary>
    public const int Maximum = 32;

    private const string MillisecondsSuffix = "_ms";

    private readonly List<(byte[] Key, string Name)> _known = [];
    private readonly List<(int Known, double Milliseconds)> _read = [];

    public int Count => _read.Count;

    public OpenArmStage this[int index] => new(_known[_read[index].Known].Name, _read[index].Milliseconds);

    public void Clear() => _read.Clear();

    /// <summary>Reads the value that follows; what is no number of milliseconds is passed over.</summary>
    public void Read(ref Utf8JsonReader reader)
    {
        Clear();
        reader.Read();
        if (reader.TokenType is not JsonTokenType.StartObject)
        {
            reader.Skip();
            return;
        }
        while (reader.Read() && reader.TokenType is JsonTokenType.PropertyName)
        {
            int place = Find(ref reader);
            reader.Read();
            if (place >= 0 && reader.TokenType is JsonTokenType.Number)
                _read.Add((place, reader.GetDouble()));
            else
                reader.Skip();
        }
    }

    private int Find(ref Utf8JsonReader reader)
    {
        // Servers name the stages in the same order each time: mostly the next one is it.
        int next = _read.Count;
        if (next < _known.Count && reader.ValueTextEquals(_known[next].Key))
            return next;
        for (int i = 0; i < _known.Count; i++)
        {
            if (reader.ValueTextEquals(_known[i].Key))
                return i;
        }
        string key = reader.GetString()!;
        if (_known.Count == Maximum || !key.EndsWith(MillisecondsSuffix, StringComparison.Ordinal))
            return -1;
        _known.Add((Encoding.UTF8.GetBytes(key), key[..^MillisecondsSuffix.Length]));
        return _known.Count - 1;
    }
}
