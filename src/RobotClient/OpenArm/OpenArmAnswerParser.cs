using System.Text;
using System.Text.Json;

namespace PolicyGate.RobotClient.OpenArm;

/// <summary>
/// Reads answer lines into memory that is kept, checked as a careful robot would before it moves. Keys that it does not
/// know are passed over, as the stock node does.
/// </summary>
internal sealed class OpenArmAnswerParser
{
    private static readonly JsonReaderOptions Options = new() { MaxDepth = 64 };

    /// <summary>The last answer's rows.</summary>
    public OpenArmChunk Chunk { get; } = new();

    /// <summary>The last answer's account of its time.</summary>
    public OpenArmStages Stages { get; } = new();

    public double? CutoffHz { get; private set; }

    public OpenArmError? Error { get; private set; }

    /// <exception cref="OpenArmException">It is nothing that a robot could execute; the message says why.</exception>
    public void Parse(ReadOnlySpan<byte> line)
    {
        Chunk.Clear();
        Stages.Clear();
        (CutoffHz, Error) = (null, null);
        try
        {
            var reader = new Utf8JsonReader(line, Options);
            reader.Read();
            if (reader.TokenType is not JsonTokenType.StartObject)
                throw new OpenArmException($"the answer is no object but {reader.TokenType}");
            ReadMembers(ref reader);
        }
        catch (JsonException failure)
        {
            throw new OpenArmException($"the answer is not JSON: {failure.Message}", failure);
        }
    }

    private void ReadMembers(ref Utf8JsonReader reader)
    {
        bool positions = false;
        long interval = 0;
        while (reader.Read() && reader.TokenType is JsonTokenType.PropertyName)
        {
            if (reader.ValueTextEquals("positions"u8))
                positions = ReadPositions(ref reader);
            else if (reader.ValueTextEquals("interval"u8))
                interval = ReadInterval(ref reader);
            else if (reader.ValueTextEquals("cutoff_hz"u8))
                CutoffHz = ReadNumber(ref reader);
            else if (reader.ValueTextEquals("error"u8))
                Error = ReadError(ref reader);
            else if (reader.ValueTextEquals("timing"u8))
                Stages.Read(ref reader);
            else
                reader.Skip();
        }
        // Nothing may follow.
        reader.Read();
        if (!positions)
            throw new OpenArmException("the answer has no list \"positions\": the stock node ends here");
        if (Chunk.Rows > 0 && interval <= 0)
            throw new OpenArmException("the answer has positions but no positive whole number \"interval\"");
        Chunk.IntervalNanoseconds = Chunk.Rows > 0 ? interval : 0;
    }

    private bool ReadPositions(ref Utf8JsonReader reader)
    {
        Chunk.Clear();
        reader.Read();
        if (reader.TokenType is not JsonTokenType.StartArray)
        {
            reader.Skip();
            return false;
        }
        while (reader.Read() && reader.TokenType is not JsonTokenType.EndArray)
            ReadRow(ref reader);
        return true;
    }

    private void ReadRow(ref Utf8JsonReader reader)
    {
        int row = Chunk.Rows;
        if (reader.TokenType is not JsonTokenType.StartArray)
            throw new OpenArmException($"positions[{row}] is not a list of numbers");
        while (reader.Read() && reader.TokenType is not JsonTokenType.EndArray)
        {
            // Beyond float32 reads as infinity.
            if (reader.TokenType is not JsonTokenType.Number || !float.IsFinite(reader.GetSingle()))
                throw new OpenArmException($"positions[{row}][{Chunk.Begun}] is {Raw(ref reader)}, no finite float32");
            Chunk.Add(reader.GetSingle());
        }
        if (Chunk.Begun == 0)
            throw new OpenArmException($"positions[{row}] is not a list of numbers");
        if (row > 0 && Chunk.Begun != Chunk.Width)
        {
            throw new OpenArmException($"positions[{row}] has {Chunk.Begun} values, "
                + $"the rows before have {Chunk.Width}");
        }
        Chunk.EndRow();
    }

    private static long ReadInterval(ref Utf8JsonReader reader)
    {
        reader.Read();
        if (reader.TokenType is JsonTokenType.Number && reader.TryGetInt64(out long nanoseconds))
            return nanoseconds;
        reader.Skip();
        return 0;
    }

    private static double? ReadNumber(ref Utf8JsonReader reader)
    {
        reader.Read();
        if (reader.TokenType is JsonTokenType.Number)
            return reader.GetDouble();
        reader.Skip();
        return null;
    }

    private static OpenArmError ReadError(ref Utf8JsonReader reader)
    {
        reader.Read();
        if (reader.TokenType is not JsonTokenType.StartObject)
        {
            using var text = JsonDocument.ParseValue(ref reader);
            return new OpenArmError("", text.RootElement.ToString());
        }
        (string code, string message) = ("", "");
        while (reader.Read() && reader.TokenType is JsonTokenType.PropertyName)
        {
            bool isCode = reader.ValueTextEquals("code"u8);
            bool isMessage = reader.ValueTextEquals("message"u8);
            reader.Read();
            using var value = JsonDocument.ParseValue(ref reader);
            if (isCode)
                code = value.RootElement.ToString();
            else if (isMessage)
                message = value.RootElement.ToString();
        }
        return new OpenArmError(code, message);
    }

    private static string Raw(ref Utf8JsonReader reader) => Encoding.UTF8.GetString(reader.ValueSpan);
}
