using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace PolicyGate.Gateway.Comparison.Report;

/// <summary>A row of values on one line: indented, a path of a minute would be a file of 60 000 lines.</summary>
internal sealed class RowConverter : JsonConverter<float[]>
{
    public override float[] Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        var values = new List<float>();
        while (reader.Read() && reader.TokenType is not JsonTokenType.EndArray)
        {
            values.Add(reader.TokenType is JsonTokenType.String
                ? float.Parse(reader.GetString()!, CultureInfo.InvariantCulture)
                : reader.GetSingle());
        }
        return [.. values];
    }

    public override void Write(Utf8JsonWriter writer, float[] value, JsonSerializerOptions options)
    {
        var text = new StringBuilder("[");
        for (int i = 0; i < value.Length; i++)
        {
            text.Append(i == 0 ? "" : ", ");
            string quote = float.IsFinite(value[i]) ? "" : "\"";
            text.Append(quote).Append(value[i].ToString("R", CultureInfo.InvariantCulture)).Append(quote);
        }
        writer.WriteRawValue(text.Append(']').ToString());
    }
}
