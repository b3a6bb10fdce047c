using System.Text.Json;

namespace PolicyGate.Tests.Fixtures;

/// <summary>How far an answer is from the right one.</summary>
internal static class Differences
{
    public static double Largest(JsonElement answer, double[][] expected)
    {
        JsonElement rows = answer.GetProperty("positions");
        rows.GetArrayLength().ShouldBe(expected.Length, answer.ToString());
        double largest = 0;
        for (int row = 0; row < expected.Length; row++)
        {
            rows[row].GetArrayLength().ShouldBe(expected[row].Length);
            for (int i = 0; i < expected[row].Length; i++)
                largest = Math.Max(largest, Math.Abs(rows[row][i].GetDouble() - expected[row][i]));
        }
        return largest;
    }
}
