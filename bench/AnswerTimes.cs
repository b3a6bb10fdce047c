using System.Text;
using System.Text.Json;

namespace PolicyGate.Bench;

/// <summary>Reads the stages out of answer lines; allocates nothing.</summary>
internal static class AnswerTimes
{
    /// <exception cref="InvalidDataException">It is no chunk with its times.</exception>
    public static void Read(ReadOnlySpan<byte> answer, Samples into)
    {
        var reader = new Utf8JsonReader(answer);
        bool chunk = false;
        bool timed = false;
        reader.Read();
        while (reader.Read() && reader.TokenType is JsonTokenType.PropertyName)
        {
            if (reader.ValueTextEquals("positions"u8))
            {
                chunk = reader.Read() && reader.Read() && reader.TokenType is JsonTokenType.StartArray;
                while (reader.CurrentDepth > 1)
                    reader.Read();
            }
            else if (reader.ValueTextEquals("timing"u8))
            {
                timed = true;
                ReadStages(ref reader, into);
            }
            else
            {
                reader.Skip();
            }
        }
        if (!chunk || !timed)
            throw new InvalidDataException($"not a chunk with its times: {Encoding.UTF8.GetString(answer)}");
    }

    private static void ReadStages(ref Utf8JsonReader reader, Samples into)
    {
        reader.Read();
        while (reader.Read() && reader.TokenType is JsonTokenType.PropertyName)
        {
            Stage stage = Find(ref reader);
            reader.Read();
            into.Add(stage, reader.GetDouble());
        }
    }

    private static Stage Find(ref Utf8JsonReader reader)
    {
        if (reader.ValueTextEquals("read_ms"u8))
            return Stage.Read;
        if (reader.ValueTextEquals("decode_ms"u8))
            return Stage.Decode;
        if (reader.ValueTextEquals("wait_ms"u8))
            return Stage.Wait;
        if (reader.ValueTextEquals("resize_ms"u8))
            return Stage.Resize;
        if (reader.ValueTextEquals("run_ms"u8))
            return Stage.Run;
        if (reader.ValueTextEquals("shape_ms"u8))
            return Stage.Shape;
        return reader.ValueTextEquals("total_ms"u8)
            ? Stage.Total
            : throw new InvalidDataException($"a stage that the bench does not know: {reader.GetString()}");
    }
}
