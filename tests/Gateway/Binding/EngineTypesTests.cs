using System.Text.Json.Nodes;
using PolicyGate.Abstractions;
using PolicyGate.Gateway.Binding;
using PolicyGate.Gateway.Limits;
using PolicyGate.Gateway.Observations;
using PolicyGate.Gateway.Pictures;
using PolicyGate.Gateway.Policies;
using PolicyGate.Tests.Fixtures;

namespace PolicyGate.Tests.Gateway.Binding;

/// <summary>What is filled in is what a real engine sees, and what it answers is what is taken out.</summary>
public sealed class EngineTypesTests
{
    [Theory]
    [InlineData(ElementType.Float32)]
    [InlineData(ElementType.Float16)]
    [InlineData(ElementType.BFloat16)]
    [InlineData(ElementType.Float64)]
    public void A_history_goes_through_onnx_runtime_in_the_models_type(ElementType type)
    {
        using var folder = new EchoPolicy(type, 1, 2, 3);
        folder.State["history"] = new JsonArray(-4, 0);
        PolicyDescription policy = PolicyFolderReader.Read(folder.Save(), new LimitsOptions(), []).ShouldNotBeNull();
        using IPolicy model = ShippedPlugins.Load(
            "Onnx", TestContexts.Of(folder.Path, Path.Combine(folder.Path, "model.onnx"), policy.Declared));
        List<string> errors = [];
        InferenceShape? shape = SignatureMatch.Check(policy, model.Signature, errors);
        errors.ShouldBeEmpty();
        using IInference inference = model.CreateInference(shape.ShouldNotBeNull());
        var binding = new PolicyBinding(policy, model.Signature, ResizeHabits.All, false, new LimitsOptions());
        var observation = new Observation(binding.Needs);
        ((float[])[1, 2, 3]).CopyTo(observation.Moments[0].PreparePosition(3));
        ((float[])[-0.5f, 0.25f, 96]).CopyTo(observation.PreparePosition(3));

        new InputFill(binding, inference, new PictureCrew(helpers: 0, TimeProvider.System)).Run(observation)
            .ShouldBeNull();
        var arguments = new RunArguments(
            Rows: 1, Seed: 0, Deadline: long.MaxValue, Episodes: default, CancellationToken.None);
        inference.Run(arguments).Status.ShouldBe(RunStatus.Ok);

        float[] raw = new float[6];
        binding.ReadAction(inference, raw);
        raw.ShouldBe([1, 2, 3, -0.5f, 0.25f, 96]);
    }

    [Fact]
    public void A_quantised_model_takes_and_gives_whole_numbers()
    {
        using var folder = new EchoPolicy(ElementType.Int8, 1, 3);
        foreach (JsonObject tensor in (JsonObject[])[folder.State, folder.Action])
        {
            // Scale 0.25, zero point 10.
            tensor["normalize"] = new JsonObject
            {
                ["mode"] = "mean_std",
                ["mean"] = new JsonArray(-2.5, -2.5, -2.5),
                ["std"] = new JsonArray(0.25, 0.25, 0.25),
                ["eps"] = 0,
            };
        }
        PolicyDescription policy = PolicyFolderReader.Read(folder.Save(), new LimitsOptions(), []).ShouldNotBeNull();
        using IPolicy model = ShippedPlugins.Load(
            "Onnx", TestContexts.Of(folder.Path, Path.Combine(folder.Path, "model.onnx"), policy.Declared));
        InferenceShape shape = SignatureMatch.Check(policy, model.Signature, []).ShouldNotBeNull();
        using IInference inference = model.CreateInference(shape);
        var binding = new PolicyBinding(policy, model.Signature, ResizeHabits.All, false, new LimitsOptions());
        var observation = new Observation(binding.Needs);
        ((float[])[0, -1.3f, 100]).CopyTo(observation.PreparePosition(3));

        new InputFill(binding, inference, new PictureCrew(helpers: 0, TimeProvider.System)).Run(observation)
            .ShouldBeNull();
        inference.Run(new RunArguments(1, 0, long.MaxValue, default, CancellationToken.None))
            .ShouldBe(RunResult.Ok);

        inference.Output(0).ToArray().ShouldBe([10, 5, 127]);
        float[] rows = new float[3];
        binding.ReadAction(inference, rows);
        new ActionUnnormalizer(policy, robotUnits: false).Apply(rows, observation.Position, rows);
        rows.ShouldBe([0, -1.25f, 29.25f]);
    }

    [Fact]
    public void A_model_of_another_type_is_told()
    {
        using var folder = new EchoPolicy(ElementType.Float16, 1, 3);
        folder.State["dtype"] = "float32";
        PolicyDescription policy = PolicyFolderReader.Read(folder.Save(), new LimitsOptions(), []).ShouldNotBeNull();
        using IPolicy model = ShippedPlugins.Load(
            "Onnx", TestContexts.Of(folder.Path, Path.Combine(folder.Path, "model.onnx"), policy.Declared));
        List<string> errors = [];

        SignatureMatch.Check(policy, model.Signature, errors).ShouldBeNull();

        errors.ShouldHaveSingleItem().ShouldStartWith("input 'observation.state': policy.json says float32 [1, 3],"
            + " the model has float16 [steps, joints];");
    }
}
