using System.Text;
using System.Text.Json;

namespace PolicyGate.Gateway.Wires.OpenArm;

/// <summary>Single values of a request, read so that what is wrong with one hinders none behind it.</summary>
internal static class RequestJson
{
    /// <summary>Of the robot's words in a message: enough to know them by.</summary>
    private const int ShownLength = 60;

    /// <summary>The robot's own words: short, and nothing in them may break a line of the log.</summary>
    public static string Shown(string text) => string.Create(
        Math.Min(text.Length, ShownLength), text, static (shown, source) =>
        {
            for (int i = 0; i < shown.Length; i++)
                shown[i] = char.IsControl(source[i]) || char.IsSurrogate(source[i]) ? '?' : source[i];
        });

    public static string Shown(ReadOnlySpan<byte> utf8) =>
        Shown(Encoding.UTF8.GetString(utf8[..Math.Min(utf8.Length, ShownLength)]));

    public static long? ReadInteger(ref Utf8JsonReader reader)
    {
        reader.Read();
        if (reader.TokenType is JsonTokenType.Number && reader.TryGetInt64(out long value))
            return value;
        reader.Skip();
        return null;
    }

    public static bool ReadTrue(ref Utf8JsonReader reader)
    {
        bool isTrue = reader.Read() && reader.TokenType is JsonTokenType.True;
        reader.Skip();
        return isTrue;
    }

    public static void SkipValue(ref Utf8JsonReader reader)
    {
        reader.Read();
        reader.Skip();
    }

    public static string Name(JsonTokenType type) => type switch
    {
        JsonTokenType.StartArray => "a list",
        JsonTokenType.StartObject => "an object",
        JsonTokenType.String => "a string",
        JsonTokenType.Number => "a number",
        JsonTokenType.True or JsonTokenType.False => "a truth value",
        JsonTokenType.Null => "null",
        _ => "nothing",
    };
}
