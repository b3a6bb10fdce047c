using System.Text.Json;

namespace PolicyGate.Gateway.Comparison.Inputs;

/// <summary>A way in which requests are laid down beside their observations.</summary>
internal sealed record RequestList(string Kind, string File, Func<string, IEnumerable<ListedRequest>> Read)
{
    public static IReadOnlyList<RequestList> All { get; } =
    [
        // The lines as on the wire.
        new("requests", "requests.jsonl", path => ReadLines(path, line => line)),
        // The request and the answer that it got then.
        new("ticks", "ticks.jsonl", path => ReadLines(path, line => Property(line, "request"))),
        // Cases by name, each of its own robot.
        new("index", "index.json", ReadIndex),
    ];

    private static IEnumerable<ListedRequest> ReadLines(string path, Func<string, string> request)
    {
        int number = 0;
        foreach (string line in System.IO.File.ReadLines(path))
        {
            number++;
            if (line.Length > 0)
                yield return ListedRequest.Read($"line {number}", "1", () => request(line));
        }
    }

    private static IEnumerable<ListedRequest> ReadIndex(string path)
    {
        JsonElement[] files;
        string? fault = null;
        try
        {
            using var document = JsonDocument.Parse(System.IO.File.ReadAllText(path));
            files = [.. document.RootElement.GetProperty("files").Clone().EnumerateArray()];
        }
        catch (Exception failure) when (failure is JsonException or KeyNotFoundException or InvalidOperationException)
        {
            (files, fault) = ([], failure.Message);
        }
        if (fault is not null)
            yield return new ListedRequest { Place = "the whole", Fault = fault };
        foreach (JsonElement file in files)
        {
            string name = Text(file, "name") ?? "?";
            yield return ListedRequest.Read($"'{name}'", name, () => Text(file, "request") ?? "");
        }
    }

    private static string? Text(JsonElement file, string property) =>
        file.ValueKind is JsonValueKind.Object && file.TryGetProperty(property, out JsonElement value)
            && value.ValueKind is JsonValueKind.String
            ? value.GetString()
            : null;

    private static string Property(string json, string name)
    {
        using var document = JsonDocument.Parse(json);
        return document.RootElement.GetProperty(name).GetRawText();
    }
}
