using System.Text.Json.Nodes;
using PolicyGate.Gateway.Policies;

namespace PolicyGate.Tests.Gateway.Policies;

public sealed class NormalizationReaderTests
{
    /// <summary>A mode, its two keys.</summary>
    public static TheoryData<string, string, string> Modes => new()
    {
        { "mean_std", "mean", "std" },
        { "min_max", "min", "max" },
        { "quantiles", "q01", "q99" },
        { "quantile10", "q10", "q90" },
        { "min_max_0.3", "min", "max" },
    };

    /// <summary>Two numbers of a range mode (the last of three channels), and what is said of the second.</summary>
    public static TheoryData<string, double, double, double, string> WrongRanges => new()
    {
        { "min_max", 1, 0.5, 1e-8, "expected 'min' or more (1), found 0.5" },
        { "quantiles", 1, 0.5, 1e-8, "expected 'q01' or more (1), found 0.5" },
        { "min_max_0.3", 1, 0.5, 1e-8, "expected 'min' or more (1), found 0.5" },
        { "quantile10", 1, 1, 0, "expected more than 'q10' (1) where eps is 0, found 1" },
        { "min_max_0.3", 1, 1, 0, "expected more than 'min' (1) where eps is 0, found 1" },
        { "min_max", -3e38, 3e38, 1e-8, "expected a range from 'min' (-3E+38) that float32 can hold, found 3E+38" },
    };

    [Theory]
    [MemberData(nameof(Modes))]
    public void Every_mode_takes_its_own_statistics_and_no_others(string mode, string first, string second)
    {
        using var policy = new TemporaryPolicy();
        policy.Head["normalize"] = Normalize(mode, first, [0, 1, 2], second, [0, 2, 4]);

        NormalizationDescription found = policy.Read().Inputs[1].Normalize;

        NormalizationModes.WordOf(found.Mode).ShouldBe(mode);
        found.First.ShouldBe([0, 1, 2]);
        found.Second.ShouldBe([0, 2, 4]);
        found.Epsilon.ShouldBe(1e-8f);
        foreach (string other in NormalizationModes.Statistics.Except([first, second]))
        {
            policy.Head["normalize"] = Normalize(mode, first, [0, 1, 2], second, [0, 2, 4]);
            policy.Head["normalize"]![other] = new JsonArray(1, 2, 3);
            policy.Errors().ShouldBe(["policy.json inputs.observation.images.head_left.normalize."
                + $"{other}: the mode \"{mode}\" takes no '{other}'; remove it, or correct the mode"]);
        }
    }

    [Theory]
    [MemberData(nameof(Modes))]
    public void Statistics_of_pictures_may_be_nested_as_LeRobot_saves_them(string mode, string first, string second)
    {
        using var policy = new TemporaryPolicy();
        policy.Head["normalize"] = JsonNode.Parse(
            $$"""{ "mode": "{{mode}}", "{{first}}": [[[0]], [[0.25]], [[0.5]]], "{{second}}": [[[1]], [2], 3] }""");

        NormalizationDescription found = policy.Read().Inputs[1].Normalize;

        found.First.ShouldBe([0, 0.25f, 0.5f]);
        found.Second.ShouldBe([1, 2, 3]);
    }

    [Theory]
    [MemberData(nameof(WrongRanges))]
    public void A_range_that_the_formula_cannot_use_is_refused(
        string mode, double low, double high, double eps, string expected)
    {
        string[] keys = NormalizationModes.StatisticsOf(NormalizationModes.Of(mode));
        using var policy = new TemporaryPolicy();
        policy.Head["normalize"] = Normalize(mode, keys[0], [0, 0, low], keys[1], [1, 1, high]);
        policy.Head["normalize"]!["eps"] = eps;

        policy.Errors().ShouldBe(
            [$"policy.json inputs.observation.images.head_left.normalize.{keys[1]}[2]: {expected}"]);
    }

    [Fact]
    public void An_action_is_not_divided_so_that_its_range_may_be_0_without_eps()
    {
        using var policy = new TemporaryPolicy();
        double[] zeros = new double[16];
        policy.Action["normalize"] = Normalize("min_max", "min", zeros, "max", zeros);
        policy.Action["normalize"]!["eps"] = 0;

        policy.Read().Outputs[0].Normalize.Epsilon.ShouldBe(0);
    }

    private static JsonObject Normalize(string mode, string first, double[] firsts, string second, double[] seconds) =>
        new()
        {
            ["mode"] = mode,
            [first] = new JsonArray([.. firsts.Select(value => JsonValue.Create(value))]),
            [second] = new JsonArray([.. seconds.Select(value => JsonValue.Create(value))]),
        };
}
