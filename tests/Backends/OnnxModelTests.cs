using System.Runtime.InteropServices;
using PolicyGate.Abstractions;
using PolicyGate.Tests.Fixtures;
using static PolicyGate.Tests.Fixtures.OnnxModel;

namespace PolicyGate.Tests.Backends;

/// <summary>Kinds of models: operator sets, weights beside the model, sizes that <c>policy.json</c> fixes.</summary>
public sealed class OnnxModelTests : IDisposable
{
    private static readonly InferenceShape NothingFree = new(new Dictionary<string, int>());

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("policygate-tests-");

    private string ModelPath => Path.Combine(_folder.FullName, "model.onnx");

    public void Dispose() => _folder.Delete(recursive: true);

    [Theory]
    [InlineData(11)]
    [InlineData(13)]
    [InlineData(17)]
    [InlineData(20)]
    [InlineData(22)]
    [InlineData(23)]
    public void A_model_of_each_operator_set_runs(int operatorSet)
    {
        Save(
            ModelPath, "Relu", [new("observation.state", Float32, "1", "3")], [new("action", Float32, "1", "3")],
            weights: [], operatorSet);

        Run([-1, 0, 2]).ShouldBe([0, 0, 2]);
    }

    [Fact]
    public void A_model_of_an_operator_set_to_come_is_told()
    {
        Save(
            ModelPath, "Relu", [new("observation.state", Float32, "1", "3")], [new("action", Float32, "1", "3")],
            weights: [], operatorSet: 999);

        ShippedPlugins.Refusal("Onnx", Context()).ShouldContain("opset 999");
    }

    [Fact]
    public void Weights_beside_the_model_are_read()
    {
        SaveWithWeights("model.onnx.data");
        WriteWeights(Path.Combine(_folder.FullName, "model.onnx.data"));

        Run([1, 2, 3]).ShouldBe([11, 22, 33]);
    }

    [Fact]
    public void Weights_that_are_missing_are_named()
    {
        SaveWithWeights("model.onnx.data");

        string refusal = ShippedPlugins.Refusal("Onnx", Context());

        refusal.ShouldContain($"cannot load {ModelPath}");
        refusal.ShouldContain(Path.Combine(_folder.FullName, "model.onnx.data"));
    }

    [Fact]
    public void Weights_that_are_cut_short_are_told()
    {
        SaveWithWeights("model.onnx.data");
        File.WriteAllBytes(Path.Combine(_folder.FullName, "model.onnx.data"), new byte[4]);

        ShippedPlugins.Refusal("Onnx", Context())
            .ShouldContain("External initializer: bias offset: 0 size to read: 12 given file_length: 4");
    }

    [Theory]
    [InlineData("../elsewhere/weights")]
    [InlineData("inner/../../elsewhere/weights")]
    [InlineData("/")]
    [InlineData("link")]
    public void Weights_outside_of_the_models_folder_are_refused(string location)
    {
        DirectoryInfo elsewhere = _folder.CreateSubdirectory("elsewhere");
        string weights = Path.Combine(elsewhere.FullName, "weights");
        WriteWeights(weights);
        DirectoryInfo models = _folder.CreateSubdirectory("models");
        models.CreateSubdirectory("inner");
        File.CreateSymbolicLink(Path.Combine(models.FullName, "link"), weights);
        string model = Path.Combine(models.FullName, "model.onnx");
        SaveWithWeights(location == "/" ? weights : location, model);

        string refusal = ShippedPlugins.Refusal("Onnx", TestContexts.Of(models.FullName, model));

        refusal.ShouldContain($"cannot load {model}");
        refusal.ShouldMatch("escapes model directory|[Aa]bsolute path not allowed|outside model directory");
    }

    [Fact]
    public void Sizes_that_the_policy_fixes_are_constants_to_the_engine()
    {
        SaveShapeOfState();

        using IPolicy free = ShippedPlugins.Load("Onnx", Context());
        free.Signature.Inputs[0].ToString().ShouldBe("observation.state float32 [batch, joints]");
        free.Identity.Properties["nodes"].ShouldBe("cpu 1");

        using IPolicy fixedSizes = ShippedPlugins.Load("Onnx", Context(State(1, 3)));
        fixedSizes.Signature.Inputs[0].ToString().ShouldBe("observation.state float32 [1, 3]");
        // Of a shape that is known nothing is left to run.
        fixedSizes.Identity.Properties["nodes"].ShouldBe("none");
        using IInference inference = fixedSizes.CreateInference(NothingFree);
        inference.Run(Arguments()).ShouldBe(RunResult.Ok);
        MemoryMarshal.Cast<byte, long>(inference.Output(0)).ToArray().ShouldBe([1, 3]);
    }

    [Fact]
    public void A_size_that_the_policy_leaves_free_stays_free()
    {
        SaveShapeOfState();

        using IPolicy policy = ShippedPlugins.Load("Onnx", Context(State(Dimension.Free("rows"), 3)));

        policy.Signature.Inputs[0].ToString().ShouldBe("observation.state float32 [batch, 3]");
        using IInference inference = policy.CreateInference(
            new InferenceShape(new Dictionary<string, int> { ["batch"] = 2 }));
        inference.Run(Arguments()).ShouldBe(RunResult.Ok);
        MemoryMarshal.Cast<byte, long>(inference.Output(0)).ToArray().ShouldBe([2, 3]);
    }

    [Fact]
    public void A_declaration_that_does_not_fit_fixes_nothing()
    {
        Tensor[] inputs = [new("observation.state", Float32, "n", "n")];
        Save(ModelPath, "Identity", inputs, [new("action", Float32, "n", "n")]);

        foreach (TensorSpec declared in (TensorSpec[])
            [State(1, 3), State(1, 3, 3), State(3, 3) with { Type = ElementType.Float16 }])
        {
            using IPolicy policy = ShippedPlugins.Load("Onnx", Context(declared));
            policy.Signature.Inputs[0].ToString().ShouldBe("observation.state float32 [n, n]");
        }
    }

    private void SaveShapeOfState() => Save(
        ModelPath, "Shape", [new("observation.state", Float32, "batch", "joints")], [new("action", Integer64, "2")]);

    private void SaveWithWeights(string location, string? path = null) => Save(
        path ?? ModelPath, "Add", [new("observation.state", Float32, "1", "3")], [new("action", Float32, "1", "3")],
        [new External(new Tensor("bias", Float32, "3"), location)], operatorSet: 17);

    private static void WriteWeights(string path) =>
        File.WriteAllBytes(path, MemoryMarshal.AsBytes<float>([10, 20, 30]));

    private static TensorSpec State(params Dimension[] shape) =>
        new("observation.state", TensorRole.State, ElementType.Float32, shape);

    private PolicyContext Context(params TensorSpec[] declared) => TestContexts.Of(
        _folder.FullName, ModelPath, declared.Length == 0 ? null : new PolicySignature(declared, []));

    private float[] Run(float[] state)
    {
        using IPolicy policy = ShippedPlugins.Load("Onnx", Context());
        using IInference inference = policy.CreateInference(NothingFree);
        state.CopyTo(MemoryMarshal.Cast<byte, float>(inference.Input(0)));
        inference.Run(Arguments()).ShouldBe(RunResult.Ok);
        return MemoryMarshal.Cast<byte, float>(inference.Output(0)).ToArray();
    }

    private static RunArguments Arguments() => new(1, 0, long.MaxValue, default, CancellationToken.None);
}
