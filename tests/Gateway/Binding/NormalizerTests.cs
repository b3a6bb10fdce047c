using System.Runtime.InteropServices;
using PolicyGate.Abstractions;
using PolicyGate.Gateway.Binding;
using PolicyGate.Gateway.Policies;

namespace PolicyGate.Tests.Gateway.Binding;

/// <summary>Against what LeRobot 0.4.4 and 0.3.3 made of the same values, to the bit.</summary>
public sealed class NormalizerTests
{
    public static TheoryData<string, string, string, string> Checkpoints => new()
    {
        { "act-0.4.4", "mean_std", "mean_std", "mean_std" },
        { "act-0.4.4-min-max", "min_max", "min_max", "min_max" },
        { "act-0.4.4-quantiles", "quantiles", "identity", "quantile10" },
        { "act-0.3.3", "mean_std", "mean_std", "mean_std" },
        { "act-0.3.3-min-max", "min_max_0.3", "min_max_0.3", "min_max_0.3" },
    };

    [Theory]
    [MemberData(nameof(Checkpoints))]
    public void States_pictures_and_actions_are_LeRobots_to_the_bit(
        string checkpoint, string state, string picture, string action)
    {
        var states = new LeRobotGolden(checkpoint, "observation.state");
        var pictures = new LeRobotGolden(checkpoint, "observation.images.front");
        var actions = new LeRobotGolden(checkpoint, "action");
        new[] { states, pictures, actions }.Select(golden => NormalizationModes.WordOf(golden.Normalize.Mode))
            .ShouldBe([state, picture, action]);

        states.Robot.Select(row => ToModel(states.Normalize, row)).ShouldBe(states.Model);
        pictures.Robot.Select(pixels => Scale(pictures.Normalize, pixels)).ShouldBe(pictures.Model);
        actions.Model.Select(rows => FromModel(actions.Normalize, rows)).ShouldBe(actions.Robot);
    }

    [Fact]
    public void The_formula_before_0_4_is_another_one()
    {
        LeRobotGolden golden = new("act-0.3.3-min-max", "observation.state");
        NormalizationDescription newer = golden.Normalize with { Mode = NormalizationMode.MinMax };
        NormalizationDescription narrow = new(NormalizationMode.MinMaxBefore04, [0], [1e-8f], 1e-8f);

        ToModel(narrow, [1e-8f]).ShouldBe([0]);
        ToModel(narrow with { Mode = NormalizationMode.MinMax }, [1e-8f]).ShouldBe([1]);
        // Where the range is that of a joint, eps is lost in it.
        golden.Robot.Select(row => ToModel(newer, row)).ShouldBe(golden.Model);
    }

    [Theory]
    [InlineData("mean_std", 1e8f, 12.5f)]
    [InlineData("min_max", 2e8f - 1, 12.5f)]
    [InlineData("quantiles", 2e8f - 1, 12.5f)]
    [InlineData("quantile10", 2e8f - 1, 12.5f)]
    [InlineData("min_max_0.3", 2e8f - 1, 12.5f)]
    public void A_joint_that_never_moved_is_divided_by_eps_and_comes_back_where_it_was(
        string word, float oneAway, float back)
    {
        NormalizationMode mode = NormalizationModes.Of(word);
        float still = mode is NormalizationMode.MeanStd ? 0 : 12.5f;
        var constant = new NormalizationDescription(mode, [12.5f], [still], 1e-8f);
        float middle = mode is NormalizationMode.MeanStd ? 0 : -1;

        ToModel(constant, [12.5f]).ShouldBe([middle]);
        ToModel(constant, [13.5f]).ShouldBe([oneAway]);
        FromModel(constant, [0.7f]).ShouldBe([back]);
    }

    private static float[] ToModel(NormalizationDescription normalize, float[] row)
    {
        float[] model = new float[row.Length];
        new Normalizer(normalize).ToModel(row, model);
        return model;
    }

    private static float[] FromModel(NormalizationDescription normalize, float[] rows)
    {
        float[] values = new float[rows.Length];
        new Normalizer(normalize).FromModel(rows, values);
        return values;
    }

    private static float[] Scale(NormalizationDescription normalize, float[] pixels)
    {
        var spec = new TensorSpec("observation.images.front", TensorRole.Image, ElementType.Float32, [1, 3, 6, 8]);
        float[] input = new float[pixels.Length];
        new PixelScale(new TensorDescription { Spec = spec, Normalize = normalize })
            .Apply([.. pixels.Select(pixel => (byte)pixel)], MemoryMarshal.AsBytes(input.AsSpan()));
        return input;
    }
}
