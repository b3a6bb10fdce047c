using System.Text.RegularExpressions;

namespace PolicyGate.Tests.Tidy;

/// <summary>Each log message has an event id of its room's hundred, and no other has the same.</summary>
internal static partial class EventIdRules
{
    /// <summary>The one list of who has which ids: from this one on, a hundred.</summary>
    private static readonly Dictionary<string, int> FirstIds = new(StringComparer.Ordinal)
    {
        ["plugins/Onnx"] = 0,
        ["src/Gateway/Hosting"] = 100,
        ["src/Gateway/Policies"] = 200,
        ["src/Gateway/Sessions"] = 300,
        ["src/Gateway/Wires/OpenArm"] = 400,
        ["src/Gateway/Plugins"] = 500,
        ["src/Gateway/Wires/LeRobot"] = 600,
        ["src/Gateway/Wires/Grpc"] = 700,
        ["plugins/TorchSharp"] = 1000,
        ["plugins/TensorRT"] = 1100,
        ["src/Gateway/Workers"] = 800,
        ["src/Gateway/Recording"] = 1200,
        ["src/Gateway/Rights"] = 1500,
        ["src/Gateway/Http"] = 1600,
        ["src/Gateway/Services"] = 1700,
        ["src/Gateway/Health"] = 1800,
        ["src/Gateway/Robots"] = 1900,
        ["src/Gateway/Routes"] = 2000,
        ["src/Gateway/Shadows"] = 2100,
        ["src/Gateway/Swaps"] = 2200,
        ["src/Gateway/Admin"] = 2300,
        ["src/Gateway/Live"] = 2400,
        ["src/Gateway/Telemetry/Otlp"] = 2500,
    };

    public static IEnumerable<TidyFinding> Check(IEnumerable<SourceFile> files)
    {
        var firstUse = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (SourceFile file in files)
        {
            foreach (Match message in Message().Matches(file.Code))
            {
                int line = file.LineOf(message.Index);
                string id = message.Groups["id"].Value;
                if (id.Length == 0)
                    yield return new("event id", file.Path, line, "a log message has no event id; give it the next");
                else if (!firstUse.TryAdd(id, $"{file.Path}:{line}"))
                    yield return new("event id", file.Path, line, $"event id {id} is {firstUse[id]}'s already");
                else if (Objection(Path.GetDirectoryName(file.Path)!, int.Parse(id)) is string objection)
                    yield return new("event id", file.Path, line, objection);
            }
        }
    }

    private static string? Objection(string room, int id)
    {
        if (!FirstIds.TryGetValue(room, out int first))
            return $"{room} logs and has no event ids; give it the next hundred in {nameof(EventIdRules)}";
        return id >= first && id < first + 100 ? null : $"event id {id} is none of {room}'s, {first} to {first + 99}";
    }

    [GeneratedRegex(@"\[LoggerMessage\(\s*(?:EventId\s*=\s*)?(?<id>\d*)",
        RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Message();
}
