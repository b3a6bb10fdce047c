using System.Text.Json;
using PolicyGate.Gateway.Limits;

namespace PolicyGate.Gateway.Policies;

/// <summary>
/// Reads a policy folder's <c>policy.json</c>, strictly: everything that is wrong with it is told at once.
/// </summary>
internal static class PolicyFolderReader
{
    private const string FileName = "policy.json";

    private const string WhatIsOne =
        "a policy folder holds policy.json and the model files that it names (docs/policy-folder.md)";

    // The deepest value of the format is at 5.
    private const int MaximumDepth = 16;

    /// <param name="folder">The folder, relative to the current one or absolute.</param>
    /// <param name="limits">How large the file, a chunk, a picture and a row of joints may be.</param>
    /// <param name="errors">One sentence for each thing that is wrong.</param>
    /// <returns>Null where anything is wrong.</returns>
    public static PolicyDescription? Read(string folder, LimitsOptions limits, ICollection<string> errors)
    {
        string path = Path.GetFullPath(folder);
        ReadOnlyMemory<byte> json = ReadFile(path, limits, errors);
        if (json.IsEmpty)
            return null;
        try
        {
            using JsonDocument document = JsonDocument.Parse(
                json, new JsonDocumentOptions { MaxDepth = MaximumDepth, AllowDuplicateProperties = false });
            var root = new JsonField(document.RootElement, "", errors);
            return new PolicyJsonReader(path, limits).Read(root);
        }
        catch (JsonException malformed)
        {
            errors.Add($"{Path.Combine(path, FileName)} is not valid JSON: {malformed.Message}");
        }
        catch (InvalidOperationException undecodable)
        {
            // What the JSON reader throws for a text that is not UTF-8, or is half of a surrogate pair.
            errors.Add($"{Path.Combine(path, FileName)} holds a text that is not valid Unicode: {undecodable.Message}");
        }
        return null;
    }

    /// <summary>The file's bytes; none, and an error, where there is nothing to read.</summary>
    private static ReadOnlyMemory<byte> ReadFile(string folder, LimitsOptions limits, ICollection<string> errors)
    {
        string path = Path.Combine(folder, FileName);
        try
        {
            using FileStream file = File.OpenRead(path);
            byte[] bytes = new byte[(int)Math.Min(file.Length, limits.PolicyJsonBytes) + 1];
            int count = file.ReadAtLeast(bytes, bytes.Length, throwOnEndOfStream: false);
            if (count > limits.PolicyJsonBytes)
            {
                errors.Add($"{path} is {file.Length} bytes long; at most {limits.PolicyJsonBytes} are read"
                    + " (Limits:PolicyJsonBytes)");
                return default;
            }
            ReadOnlyMemory<byte> json = bytes.AsMemory(0, count);
            if (json.Span.StartsWith("\uFEFF"u8))
                json = json[3..];
            if (json.IsEmpty)
                errors.Add($"{path} is empty; {WhatIsOne}");
            return json;
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            errors.Add(WhyUnread(folder, failure));
            return default;
        }
    }

    private static string WhyUnread(string folder, Exception failure)
    {
        if (File.Exists(folder))
            return $"{folder} is a file; name the folder that holds it: {WhatIsOne}";
        if (!Directory.Exists(folder))
            return $"there is no folder {folder}; {WhatIsOne}";
        if (File.Exists(Path.Combine(folder, FileName)))
            return $"{Path.Combine(folder, FileName)} cannot be read: {failure.Message}";
        return File.Exists(Path.Combine(folder, "config.json"))
            ? $"{folder} has config.json and no policy.json: folders as LeRobot saves them are not supported yet;"
                + " write a policy.json beside it (docs/policy-folder.md)"
            : $"there is no policy.json in {folder}; {WhatIsOne}";
    }
}
