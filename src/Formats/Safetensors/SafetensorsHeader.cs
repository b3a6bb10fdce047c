using System.Text.Json;

namespace PolicyGate.Formats.Safetensors;

/// <summary>
/// Parses a safetensors header and holds each tensor against its own shape, the others and the file's end.
/// </summary>
/// <param name="dataStart">Where the values begin, from the file's first byte.</param>
/// <param name="length">Of the file.</param>
internal sealed class SafetensorsHeader(long dataStart, long length)
{
    private const string Metadata = "__metadata__";

    // The deepest value of the format is at 3.
    private const int MaximumDepth = 8;

    private const int ShownCharacters = 200;

    private long DataBytes => length - dataStart;

    /// <param name="json">The header, with the spaces that may pad it.</param>
    /// <param name="tensors">Receives them; incomplete where there is a fault.</param>
    public FormatFault? Parse(ReadOnlyMemory<byte> json, Dictionary<string, SafetensorsTensor> tensors)
    {
        try
        {
            using JsonDocument document = JsonDocument.Parse(
                json, new JsonDocumentOptions { MaxDepth = MaximumDepth, AllowDuplicateProperties = false });
            if (document.RootElement.ValueKind is not JsonValueKind.Object)
                return FormatFault.Malformed("its header is no JSON object");
            foreach (JsonProperty property in document.RootElement.EnumerateObject())
            {
                if (property.NameEquals(Metadata))
                    continue;
                if (ReadTensor(property.Name, property.Value, out SafetensorsTensor? tensor) is { } fault)
                    return fault;
                tensors.Add(property.Name, tensor!);
            }
        }
        catch (JsonException malformed)
        {
            return FormatFault.Malformed($"its header is not valid JSON: {Shown(malformed.Message)}");
        }
        catch (InvalidOperationException undecodable)
        {
            // What the JSON reader throws for a text that is not UTF-8, or is half of a surrogate pair.
            return FormatFault.Malformed($"its header holds a text that is not valid Unicode: {undecodable.Message}");
        }
        return CheckLayout(tensors.Values);
    }

    private FormatFault? ReadTensor(string name, JsonElement json, out SafetensorsTensor? tensor)
    {
        tensor = null;
        if (json.ValueKind is not JsonValueKind.Object
            || !json.TryGetProperty("dtype", out JsonElement type) || type.ValueKind is not JsonValueKind.String
            || !TryReadSizes(json, "shape", out long[] shape)
            || !TryReadSizes(json, "data_offsets", out long[] offsets) || offsets.Length != 2)
        {
            return Fault(name, "expected an object with 'dtype', 'shape' and two 'data_offsets', whole numbers from 0"
                + $" on, found {Shown(json.GetRawText())}");
        }
        (long begin, long end) = (offsets[0], offsets[1]);
        if (begin > end || end > DataBytes)
        {
            return Fault(name, $"its values would lie at {begin} to {end}, but the file has {DataBytes} bytes of"
                + " values; it is cut off or damaged");
        }
        string word = type.GetString()!;
        if (SafetensorsTypes.Bits(word) is int bits && !Holds(end - begin, bits, shape))
        {
            string sizes = Shown(string.Join(", ", shape));
            return Fault(name, $"{word} [{sizes}] does not take the {end - begin} bytes that it has");
        }
        tensor = new SafetensorsTensor(name, word, shape, dataStart + begin, end - begin);
        return null;
    }

    private static bool TryReadSizes(JsonElement tensor, string key, out long[] sizes)
    {
        sizes = [];
        if (!tensor.TryGetProperty(key, out JsonElement list) || list.ValueKind is not JsonValueKind.Array)
            return false;
        sizes = new long[list.GetArrayLength()];
        int i = 0;
        foreach (JsonElement item in list.EnumerateArray())
        {
            if (item.ValueKind is not JsonValueKind.Number || !item.TryGetInt64(out sizes[i]) || sizes[i++] < 0)
                return false;
        }
        return true;
    }

    /// <summary>Whether a shape takes so many bytes, whatever its sizes are.</summary>
    private static bool Holds(long bytes, int bits, long[] shape)
    {
        UInt128 taken = (UInt128)bits;
        UInt128 most = (UInt128)bytes * 8;
        // Of a size of 0 nothing is left, whatever the others say.
        if (shape.Contains(0))
            return bytes == 0;
        foreach (long size in shape)
        {
            // Both factors are below 2^67 and 2^63: no overflow.
            taken *= (UInt128)size;
            if (taken > most)
                return false;
        }
        return taken == most;
    }

    /// <summary>
    /// One after the other, from the first byte to the last: the format allows neither overlap nor gap.
    /// </summary>
    private FormatFault? CheckLayout(IEnumerable<SafetensorsTensor> tensors)
    {
        long next = dataStart;
        foreach (SafetensorsTensor tensor in tensors.OrderBy(t => t.Offset).ThenBy(t => t.Bytes))
        {
            if (tensor.Offset < next)
                return Fault(tensor.Name, "its values overlap those of another tensor");
            if (tensor.Offset > next)
                return Fault(tensor.Name, $"{tensor.Offset - next} bytes before its values belong to no tensor");
            next += tensor.Bytes;
        }
        return next == length
            ? null
            : FormatFault.Malformed($"{length - next} bytes at its end belong to no tensor; it is damaged");
    }

    private static FormatFault Fault(string name, string message) =>
        FormatFault.Malformed($"tensor '{Shown(name)}': {message}");

    /// <summary>Short, and without what a terminal obeys.</summary>
    private static string Shown(string text)
    {
        string start = text.Length <= ShownCharacters ? text : $"{text[..ShownCharacters]}…";
        return string.Concat(start.Select(c => char.IsControl(c) ? '?' : c));
    }
}
