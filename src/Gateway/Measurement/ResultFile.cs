using System.Text.Json;
using System.Text.Json.Serialization;

namespace PolicyGate.Gateway.Measurement;

/// <summary>The figures for programs.</summary>
internal static class ResultFile
{
    private static readonly JsonSerializerOptions Options = new(JsonSerializerDefaults.Web)
    {
        WriteIndented = true,
        Converters = { new JsonStringEnumConverter(JsonNamingPolicy.CamelCase) },
    };

    public static void Write(string path, Machine machine, IReadOnlyList<CaseResult> cases)
    {
        using FileStream file = File.Create(path);
        JsonSerializer.Serialize(file, new { machine, cases }, Options);
    }
}
