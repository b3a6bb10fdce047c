using PolicyGate.Abstractions;
using PolicyGate.Gateway.Binding;
using PolicyGate.Gateway.Limits;
using PolicyGate.Gateway.Observations;
using PolicyGate.Gateway.Pictures;
using PolicyGate.Gateway.Policies;
using PolicyGate.Tests.Fixtures;
using PolicyGate.Tests.Gateway.Binding;

namespace PolicyGate.Tests.Gateway.Policies.LeRobot;

/// <summary>
/// Checkpoints as LeRobot 0.4.4 and 0.3.3 saved them, through the gateway's own stages: each gives what LeRobot's own
/// pipeline gave, to the bit, and what the network answers to 1e-4.
/// </summary>
public sealed class PipelineCasesTests
{
    // The network on ONNX Runtime is up to 3e-6 off PyTorch, in the model's units.
    private const float NetworkTolerance = 1e-5f;

    private const float ActionTolerance = 1e-4f;

    private static readonly string[] Newer =
        ["checkpoint-act-0.4.4", "checkpoint-act-0.4.4-min-max", "checkpoint-act-0.4.4-quantiles"];

    private static readonly string[] Older = ["checkpoint-act-0.3.3", "checkpoint-act-0.3.3-min-max"];

    public static TheoryData<string, string> All => Cases([.. Newer, .. Older]);

    // The three have the same weights, those of the one model that is there.
    public static TheoryData<string, string> WithModel => Cases(Newer);

    [Theory]
    [MemberData(nameof(All))]
    public void Pictures_and_positions_reach_the_model_as_LeRobot_gives_them(string checkpoint, string name)
    {
        PolicyDescription policy = ReadPolicy(checkpoint);
        using var golden = new PipelineCase(checkpoint, name);

        float[][] plain = Fill(policy with { Inputs = [.. policy.Inputs.Select(Plain)] }, golden);
        float[][] normalized = Fill(policy, golden);

        foreach ((int i, TensorDescription input) in policy.Inputs.Index())
        {
            string feature = input.Spec.Name;
            ShouldBeBits(plain[i], golden.Observed(feature), $"{feature} before normalisation");
            ShouldBeBits(normalized[i], golden.Preprocessed(feature), $"{feature} as the model gets it");
        }
    }

    [Theory]
    [MemberData(nameof(All))]
    public void What_the_model_answers_reaches_the_robot_as_LeRobot_gives_it(string checkpoint, string name)
    {
        PolicyDescription policy = ReadPolicy(checkpoint);
        using var golden = new PipelineCase(checkpoint, name);
        float[] rows = golden.ModelOutput;

        new ActionUnnormalizer(policy, robotUnits: false).Apply(rows, state: [], rows);

        int width = policy.Outputs[0].Spec.Shape[^1].Size;
        ShouldBeBits(rows[..(golden.Rows * width)], golden.Actions, "actions");
    }

    [Theory]
    [MemberData(nameof(WithModel))]
    public void The_whole_on_ONNX_Runtime_gives_LeRobots_actions(string checkpoint, string name)
    {
        PolicyDescription policy = ReadPolicy(checkpoint);
        using var golden = new PipelineCase(checkpoint, name);
        using IPolicy model = ShippedPlugins.Load("Onnx", TestContexts.Of(
            policy.Folder, GoldenData.Path("lerobot/checkpoint-act-0.4.4/model.onnx"), policy.Declared));
        List<string> errors = [];
        InferenceShape? shape = SignatureMatch.Check(policy, model.Signature, errors);
        errors.ShouldBeEmpty();
        PolicyBinding binding = Bind(policy, model.Signature);
        using IInference inference = model.CreateInference(shape!);
        Fill(binding, inference, golden);

        inference.Run(new RunArguments(Rows: 1, Seed: 0, long.MaxValue, Episodes: default, Cancel: default))
            .ShouldBe(RunResult.Ok);

        float[] rows = new float[binding.ChunkRows * binding.ActionWidth];
        binding.ReadAction(inference, rows);
        Distance(rows, golden.ModelOutput).ShouldBeLessThan(NetworkTolerance);
        new ActionUnnormalizer(policy, robotUnits: false).Apply(rows, state: [], rows);
        // One of the model's units is some 30 of the joints' by their deviation and some 60 by their range.
        bool byRange = checkpoint.EndsWith("min-max", StringComparison.Ordinal);
        Distance(rows[..golden.Actions.Length], golden.Actions)
            .ShouldBeLessThan(byRange ? 2 * ActionTolerance : ActionTolerance);
    }

    private static TheoryData<string, string> Cases(string[] checkpoints)
    {
        var cases = new TheoryData<string, string>();
        foreach (string checkpoint in checkpoints)
        {
            foreach (string name in PipelineCase.Names)
                cases.Add(checkpoint, name);
        }
        return cases;
    }

    private static PolicyDescription ReadPolicy(string checkpoint)
    {
        List<string> errors = [];
        PolicyDescription? policy = PolicyFolderReader.Read(
            Repository.At($"tests/data/lerobot/{checkpoint}"), new LimitsOptions(), errors);
        errors.ShouldBeEmpty();
        return policy.ShouldNotBeNull();
    }

    private static TensorDescription Plain(TensorDescription input) =>
        input with { Normalize = NormalizationDescription.Identity };

    private static PolicyBinding Bind(PolicyDescription policy, PolicySignature model) =>
        new(policy, model, ResizeHabits.All, robotUnits: false, new LimitsOptions());

    private static float[][] Fill(PolicyDescription policy, PipelineCase golden)
    {
        using var inference = new ByteInference(policy.Declared);
        Fill(Bind(policy, policy.Declared), inference, golden);
        return [.. policy.Inputs.Index().Select(input => inference.Floats(input.Index).ToArray())];
    }

    private static void Fill(PolicyBinding binding, IInference inference, PipelineCase golden)
    {
        var observation = new Observation(binding.Needs) { ResizeHabit = ResizeHabits.LeRobot };
        golden.Show(observation);
        new InputFill(binding, inference, new PictureCrew(helpers: 0, TimeProvider.System)).Run(observation)
            .ShouldBeNull();
    }

    private static float Distance(float[] values, float[] expected)
    {
        values.Length.ShouldBe(expected.Length);
        return values.Zip(expected).Max(pair => Math.Abs(pair.First - pair.Second));
    }

    private static void ShouldBeBits(float[] values, float[] expected, string what)
    {
        values.Length.ShouldBe(expected.Length, what);
        int different = values.Zip(expected).Count(pair =>
            BitConverter.SingleToInt32Bits(pair.First) != BitConverter.SingleToInt32Bits(pair.Second));
        different.ShouldBe(0, $"{what}: values of {values.Length} that differ");
    }
}
