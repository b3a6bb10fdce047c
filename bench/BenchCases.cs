using System.Text.Json.Nodes;

namespace PolicyGate.Bench;

/// <summary>What is measured: a small policy on three sizes of pictures, and the sample that <c>./run</c>
/// shows.</summary>
internal static class BenchCases
{
    public static IEnumerable<BenchCase> All()
    {
        foreach (string name in new[] { "half", "openarm", "mixed" })
            yield return ActTiny(name);
        yield return Reach();
    }

    private static BenchCase ActTiny(string name)
    {
        string folder = Checkout.At("tests/data/openarm");
        JsonNode index = JsonNode.Parse(File.ReadAllText(Path.Combine(folder, "index.json")))!;
        JsonNode file = index["files"]!.AsArray().Single(file => (string?)file!["name"] == name)!;
        JsonNode request = JsonNode.Parse(file["request"]!.GetValue<string>())!;
        return new BenchCase($"act-tiny/{name}", Checkout.At("tests/data/act-tiny"), folder, [request]);
    }

    private static BenchCase Reach()
    {
        string folder = Checkout.At("samples/episodes/reach");
        IEnumerable<string> ticks = File.ReadLines(Path.Combine(folder, "ticks.jsonl"));
        return new BenchCase(
            "reach", Checkout.At("samples/policies/reach"), folder,
            [.. ticks.Select(tick => JsonNode.Parse(tick)!["request"]!)]);
    }
}
