using System.Text.Json;
using PolicyGate.Formats;

namespace PolicyGate.Gateway.Policies;

/// <summary>A JSON file of a policy folder, read whole: no key twice, nothing beyond a limit.</summary>
internal static class JsonFile
{
    // The deepest value of any such file is at 9.
    private const int MaximumDepth = 16;

    /// <param name="path">Absolute.</param>
    /// <param name="maximumBytes">Of the file (<c>Limits:PolicyJsonBytes</c>).</param>
    /// <param name="errors">One sentence for each thing that is wrong.</param>
    /// <param name="read">Makes something of it while it is parsed.</param>
    /// <returns>Null where it is no JSON, or <paramref name="read"/> gave none.</returns>
    /// <exception cref="IOException">It is not there, or the system refuses.</exception>
    /// <exception cref="UnauthorizedAccessException">Nobody may read it.</exception>
    public static T? Read<T>(string path, int maximumBytes, ICollection<string> errors, Func<JsonField, T?> read)
        where T : class
    {
        ReadOnlyMemory<byte> json = ReadBytes(path, maximumBytes, errors);
        if (json.IsEmpty)
            return null;
        try
        {
            using JsonDocument document = JsonDocument.Parse(
                json, new JsonDocumentOptions { MaxDepth = MaximumDepth, AllowDuplicateProperties = false });
            return read(new JsonField(document.RootElement, "", errors, Path.GetFileName(path)));
        }
        catch (JsonException malformed)
        {
            errors.Add(Printable.Text($"{path} is not valid JSON: {malformed.Message}"));
        }
        catch (InvalidOperationException undecodable)
        {
            // What the JSON reader throws for a text that is not UTF-8, or is half of a surrogate pair.
            errors.Add($"{path} holds a text that is not valid Unicode: {undecodable.Message}");
        }
        return null;
    }

    /// <summary>The file's bytes; none, and an error, where there is nothing to read.</summary>
    private static ReadOnlyMemory<byte> ReadBytes(string path, int maximumBytes, ICollection<string> errors)
    {
        using FileStream file = File.OpenRead(path);
        byte[] bytes = new byte[(int)Math.Min(file.Length, maximumBytes) + 1];
        int count = file.ReadAtLeast(bytes, bytes.Length, throwOnEndOfStream: false);
        if (count > maximumBytes)
        {
            errors.Add($"{path} is {file.Length} bytes long; at most {maximumBytes} are read"
                + " (Limits:PolicyJsonBytes)");
            return default;
        }
        ReadOnlyMemory<byte> json = bytes.AsMemory(0, count);
        if (json.Span.StartsWith("\uFEFF"u8))
            json = json[3..];
        if (json.IsEmpty)
            errors.Add($"{path} is empty; {PolicyFolderReader.WhatIsOne}");
        return json;
    }
}
