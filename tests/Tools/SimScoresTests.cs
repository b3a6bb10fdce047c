using System.Text.Json;
using PolicyGate.Tests.Fixtures;

namespace PolicyGate.Tests.Tools;

/// <summary>When <c>./run sim --a --b</c> calls two backends different: tools/sim/scores.py and paired.py.</summary>
public sealed class SimScoresTests
{
    private const int Seeds = 20;

    private static readonly TimeSpan Limit = TimeSpan.FromMinutes(1);

    // Both, only A, only B, neither; p from the binomial distribution by hand: 2 * (1 + 12 + 66) / 4096 for 2 of 12.
    [NeedsPythonFact("sim")]
    public async Task Only_the_episodes_that_went_differently_are_evidence()
    {
        (int[] Outcomes, double P)[] cases =
        [
            ([100, 0, 0, 0], 1), ([50, 3, 3, 44], 1), ([95, 5, 0, 0], 0.0625), ([94, 6, 0, 0], 0.03125),
            ([20, 10, 2, 0], 0.03857421875), ([0, 0, 6, 94], 0.03125),
        ];
        List<JsonElement> told = await Weigh([.. cases.Select(c => Successes(c.Outcomes))]);
        foreach (((int[] outcomes, double p), JsonElement answer) in cases.Zip(told))
        {
            JsonElement success = answer.GetProperty("success");
            success.GetProperty("mcnemar_p").GetDouble().ShouldBe(p, 1e-9, $"{success}");
            success.GetProperty("only_a").GetInt32().ShouldBe(outcomes[1]);
            success.GetProperty("only_b").GetInt32().ShouldBe(outcomes[2]);
        }
    }

    [NeedsPythonFact("sim")]
    public async Task The_interval_of_the_difference_is_Newcombes()
    {
        // Table III of his paper: 36, 12, 2, 0 of 50 pairs give 0.0569 to 0.3404 for A less B.
        List<JsonElement> told = await Weigh(Successes([36, 12, 2, 0]), Successes([100, 0, 0, 0]));
        JsonElement success = told[0].GetProperty("success");
        success.GetProperty("difference").GetDouble().ShouldBe(-0.2, 1e-9);
        Interval(success, "difference95").ShouldBe((-0.3404, -0.0569), Near(1e-4));

        // Nothing failed, and yet a hundred episodes cannot exclude one failure in thirty.
        success = told[1].GetProperty("success");
        Interval(success, "difference95").ShouldBe((-0.037, 0.037), Near(1e-4));
    }

    [NeedsPythonFact("sim")]
    public async Task Six_failures_that_the_other_has_not_are_a_difference_and_five_are_none()
    {
        List<JsonElement> told = await Weigh(Successes([95, 5, 0, 0]), Successes([94, 6, 0, 0]));
        told[0].GetProperty("verdict").GetString().ShouldBe("same");
        told[1].GetProperty("verdict").GetString().ShouldBe("different");
        Grounds(told[1])[0].ShouldBe("successes: 94 against 100 of 100");
    }

    [NeedsPythonFact("sim")]
    public async Task An_arm_that_succeeds_and_stands_further_off_or_jerks_more_is_different()
    {
        List<JsonElement> told = await Weigh(
            (Noisy(1), Noisy(2, error: 1.6)), (Noisy(1), Noisy(2, jerk: 1.5)), (Noisy(1, jerk: 1.5), Noisy(2)));
        Grounds(told[0]).ShouldHaveSingleItem().ShouldStartWith("settled error: ");
        Grounds(told[1]).Count.ShouldBe(4, "commands and measured, all and at seams");
        Grounds(told[2]).Count.ShouldBe(4, "whichever of the two is the worse");
    }

    [NeedsPythonFact("sim")]
    public async Task Answers_that_only_one_of_them_has_refused_are_a_difference()
    {
        object[][] clean = Noisy(1);
        object[][] refused = [.. clean.Select((episode, i) => (object[])[.. episode[..4], i < 9 ? 1 : 0])];
        Grounds((await Weigh((clean, refused)))[0])
            .ShouldHaveSingleItem().ShouldBe("episodes with refused answers: 9 against 0");
    }

    [NeedsPythonFact("sim")]
    public async Task Noise_is_no_difference()
    {
        List<JsonElement> told = await Weigh(
            [.. Enumerable.Range(0, Seeds).Select(seed => (Noisy(seed), Noisy(1000 + seed)))]);
        for (int seed = 0; seed < Seeds; seed++)
            told[seed].GetProperty("verdict").GetString().ShouldBe("same", $"seed {seed}: {told[seed]}");
    }

    [NeedsPythonFact("sim")]
    public async Task What_cannot_be_told_is_said_to_be_unclear()
    {
        object[][] failed = [[false, 0, 90.0, 60.0, 0]];
        List<JsonElement> told = await Weigh(
            ([[true, 40, 1.0, 60.0, 0], .. failed], [[true, 41, 2.0, 60.0, 0], [true, 50, 1.0, 60.0, 0]]),
            (failed, failed));

        told[0].GetProperty("verdict").GetString().ShouldBe("same");
        JsonElement steps = told[0].GetProperty("measures")[0];
        steps.GetProperty("episodes").GetInt32().ShouldBe(1, "steps are compared where both succeeded");
        steps.GetProperty("b").GetDouble().ShouldBe(41);
        told[0].GetProperty("measures")[1].GetProperty("found").GetString().ShouldBe("unclear", "two episodes");

        steps = told[1].GetProperty("measures")[0];
        steps.GetProperty("ratio").ValueKind.ShouldBe(JsonValueKind.Null, "none succeeded");
        steps.GetProperty("found").GetString().ShouldBe("unclear");
    }

    private static async Task<List<JsonElement>> Weigh(params (object[][] A, object[][] B)[] cases)
    {
        DirectoryInfo folder = Directory.CreateTempSubdirectory("policygate-test-");
        try
        {
            string file = Path.Combine(folder.FullName, "cases.json");
            await File.WriteAllTextAsync(
                file, JsonSerializer.Serialize(cases.Select(sides => new { a = sides.A, b = sides.B })));
            JsonElement told = await PythonProgram.Run("sim", Limit, "tests/Tools/sim_scores.py", file);
            return [.. told.GetProperty("cases").EnumerateArray()];
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    /// <param name="outcomes">Episodes in which both, only A, only B and neither succeeded.</param>
    private static (object[][] A, object[][] B) Successes(int[] outcomes)
    {
        int[] kinds = [.. Enumerable.Range(0, 4).SelectMany(kind => Enumerable.Repeat(kind, outcomes[kind]))];
        return ([.. kinds.Select(kind => Episode(kind is 0 or 1))], [.. kinds.Select(kind => Episode(kind is 0 or 2))]);

        static object[] Episode(bool succeeded) => [succeeded, 47, 1.9, 62.0, 0];
    }

    /// <summary>A hundred successes that differ by a third from each other, as on the wall clock.</summary>
    private static object[][] Noisy(int seed, double error = 1, double jerk = 1)
    {
        var random = new Random(seed);
        return [.. Enumerable.Range(0, 100).Select(_ => (object[])
            [true, random.Next(40, 56), error * Spread(1.9), jerk * Spread(62), 0])];

        double Spread(double middle) => middle * Math.Exp(0.3 * ((random.NextDouble() * 2) - 1));
    }

    private static List<string> Grounds(JsonElement told) =>
        [.. told.GetProperty("grounds").EnumerateArray().Select(ground => ground.GetString()!)];

    private static (double Low, double High) Interval(JsonElement of, string name) =>
        (of.GetProperty(name)[0].GetDouble(), of.GetProperty(name)[1].GetDouble());

    private static EqualityComparer<(double Low, double High)> Near(double tolerance) =>
        EqualityComparer<(double Low, double High)>.Create((x, y) =>
            Math.Abs(x.Low - y.Low) <= tolerance && Math.Abs(x.High - y.High) <= tolerance);
}
