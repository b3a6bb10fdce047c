using System.Buffers;
using System.Text;
using System.Text.Json;
using PolicyGate.Formats;

namespace PolicyGate.RobotClient.Robots.Processes;

/// <summary>Reads answers of a robot's process: a JSON object each, with nothing in it that is not known.</summary>
internal static class AnswerReader
{
    // Of what is said again of a line that is none, or of an error.
    private const int ShownCharacters = 1000;
    private const int ShownOfLine = 120;

    private static readonly SearchValues<char> FileCharacters = SearchValues.Create(
        "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789._-");

    private static readonly JsonDocumentOptions Options = new() { MaxDepth = 8, AllowDuplicateProperties = false };

    /// <exception cref="InvalidDataException">It is no answer; the message says why.</exception>
    public static ProcessAnswer Read(ReadOnlySpan<byte> line)
    {
        try
        {
            using var document = JsonDocument.Parse(line.ToArray(), Options);
            return Read(document.RootElement);
        }
        catch (JsonException wrong)
        {
            throw NoAnswer(line, Why(line, wrong), wrong);
        }
        // JsonElement's word for text that cannot be had: Python's json.dumps writes a path's odd bytes so.
        catch (InvalidOperationException wrong)
        {
            throw NoAnswer(
                line, "it has text that is no Unicode: bad UTF-8, or half a surrogate pair (as \\udcff)", wrong);
        }
    }

    private static InvalidDataException NoAnswer(ReadOnlySpan<byte> line, string why, Exception wrong) =>
        new($"{Shown(line)} on its standard output is no answer: {why}", wrong);

    private static ProcessAnswer Read(JsonElement root)
    {
        if (root.ValueKind is not JsonValueKind.Object)
            throw new JsonException("expected a JSON object");
        var answer = new ProcessAnswer();
        foreach (JsonProperty field in root.EnumerateObject())
        {
            JsonElement value = field.Value;
            answer = field.Name switch
            {
                "id" => answer with { Id = Integer(value, "id") },
                "error" => answer with { Error = Cut(Printable.Text(Text(value, "error")), ShownCharacters) },
                "position" => answer with { Position = Numbers(value, "position") },
                "file" => answer with { File = FileName(value) },
                "reset" => answer with { Reset = Flag(value, "reset") },
                "over" => answer with { Over = Flag(value, "over") },
                "joints" => answer with { Joints = Texts(value, "joints") },
                "actions" => answer with { Actions = Texts(value, "actions") },
                "cameras" => answer with { Cameras = Cameras(value) },
                _ => throw new JsonException($"it has a field '{Cut(Printable.Text(field.Name), ShownOfLine)}'; known "
                    + "are id, error, joints, actions, cameras, position, file, reset, over"),
            };
        }
        return answer;
    }

    private static string Why(ReadOnlySpan<byte> line, JsonException wrong)
    {
        if (line.IndexOf("NaN"u8) >= 0 || line.IndexOf("Infinity"u8) >= 0)
            return "no joint is at NaN or Infinity, and JSON has neither";
        if (line.TrimStart((byte)' ') is [(byte)'{', ..])
            return wrong.Message;
        return "that stream is for answers alone; what is to be read by people belongs on standard error"
            + " (in Python: print(..., file=sys.stderr))";
    }

    private static string Shown(ReadOnlySpan<byte> line)
    {
        string start = Encoding.UTF8.GetString(line[..Math.Min(line.Length, ShownOfLine)]);
        return $"'{Printable.Text(start)}{(line.Length > ShownOfLine ? "…" : "")}'";
    }

    private static string Cut(string text, int length) => text.Length > length ? $"{text[..length]}…" : text;

    private static long Integer(JsonElement value, string name) =>
        value.ValueKind is JsonValueKind.Number && value.TryGetInt64(out long number)
            ? number
            : throw new JsonException($"{name} is no whole number");

    private static bool Flag(JsonElement value, string name) => value.ValueKind switch
    {
        JsonValueKind.True => true,
        JsonValueKind.False => false,
        _ => throw new JsonException($"{name} is neither true nor false"),
    };

    private static string Text(JsonElement value, string name) =>
        value.ValueKind is JsonValueKind.String ? value.GetString()! : throw new JsonException($"{name} is no text");

    private static string[] Texts(JsonElement value, string name) =>
        value.ValueKind is JsonValueKind.Array
            ? [.. value.EnumerateArray().Select(text => Text(text, name))]
            : throw new JsonException($"{name} is no list of names");

    private static double[] Numbers(JsonElement value, string name)
    {
        if (value.ValueKind is not JsonValueKind.Array)
            throw new JsonException($"{name} is no list of numbers");
        double[] numbers = new double[value.GetArrayLength()];
        int at = 0;
        foreach (JsonElement element in value.EnumerateArray())
        {
            // What is beyond a double reads as infinity.
            if (element.ValueKind is not JsonValueKind.Number || !double.IsFinite(element.GetDouble()))
                throw new JsonException($"{name}[{at}] is no finite number");
            numbers[at++] = element.GetDouble();
        }
        return numbers;
    }

    private static string FileName(JsonElement value)
    {
        string name = Text(value, "file");
        bool isPlain = name.Length is > 0 and <= FeatureRules.MaximumNameLength && name[0] is not '.'
            && !name.AsSpan().ContainsAnyExcept(FileCharacters);
        return isPlain ? name : throw new JsonException(
            "file is no plain name: expected that of a file in the folder which connect told, as 0.arrow, of up to "
            + $"{FeatureRules.MaximumNameLength} letters, digits and ._-");
    }

    private static RobotCamera[] Cameras(JsonElement value)
    {
        if (value.ValueKind is not JsonValueKind.Object)
            throw new JsonException("cameras is no object: expected names with sizes, as {\"front\":[480,640]}");
        return [.. value.EnumerateObject().Select(camera =>
        {
            if (camera.Value.ValueKind is not JsonValueKind.Array || camera.Value.GetArrayLength() != 2
                || !IsSize(camera.Value[0], out int height) || !IsSize(camera.Value[1], out int width))
            {
                throw new JsonException(
                    $"camera '{Cut(Printable.Text(camera.Name), ShownOfLine)}' has no size: expected [height,width]");
            }
            return new RobotCamera(camera.Name, height, width);
        })];
    }

    private static bool IsSize(JsonElement value, out int size)
    {
        size = 0;
        return value.ValueKind is JsonValueKind.Number && value.TryGetInt32(out size);
    }
}
