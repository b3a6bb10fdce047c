using System.Text.Json;
using PolicyGate.Tests.Fixtures;

namespace PolicyGate.Tests.Functional.BadInput;

/// <summary>What act-tiny is known to answer, from its own reference.</summary>
internal static class ActTinyAnswers
{
    // The reference ran the same model elsewhere; ONNX Runtime's kernels differ in the last bits of a float.
    private const double Tolerance = 1e-4;

    public static string Policy { get; } = Path.Combine(GoldenData.Root, "act-tiny");

    /// <summary>By the name of the observation.</summary>
    public static double[][] Of(string observation)
    {
        using JsonDocument expected = JsonDocument.Parse(GoldenData.Bytes("act-tiny/expected.json"));
        return expected.RootElement.GetProperty("cases").EnumerateArray()
            .Single(c => c.GetProperty("name").GetString() == observation)
            .GetProperty("positions").Deserialize<double[][]>()!;
    }

    public static void ShouldBe(JsonElement answer, double[][] expected) =>
        Differences.Largest(answer, expected).ShouldBeLessThan(Tolerance, answer.ToString());

    /// <summary>What the backend Scripted answers in its place: each row is the position shown.</summary>
    public static void ShouldHold(JsonElement answer)
    {
        float[] shown = GoldenData.OpenArm("half").Position!;
        JsonElement rows = answer.GetProperty("positions");
        rows.GetArrayLength().ShouldBe(20, answer.ToString());
        foreach (JsonElement row in rows.EnumerateArray())
            row.EnumerateArray().Select(value => value.GetSingle()).ShouldBe(shown);
    }
}
