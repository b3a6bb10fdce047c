using System.Runtime.InteropServices;
using System.Text.Json;
using PolicyGate.Abstractions;
using PolicyGate.Tests.Fixtures;
using static PolicyGate.Tests.Fixtures.OnnxModel;

namespace PolicyGate.Tests.Backends;

public sealed class OnnxTests : IDisposable
{
    private static readonly string ActTiny = Repository.At("tests/data/act-tiny");
    private static readonly InferenceShape NothingFree = new(new Dictionary<string, int>());

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("policygate-tests-");
    private readonly TestTensorAllocator _memory = new();

    public void Dispose() => _folder.Delete(recursive: true);

    [Fact]
    public void A_recorded_observation_is_answered_as_the_trained_model_does()
    {
        using IPolicy policy = ShippedPlugins.Load("Onnx", OfActTiny());
        using IInference inference = policy.CreateInference(NothingFree);
        FillWithRecording(inference);

        inference.Run(Arguments()).ShouldBe(RunResult.Ok);

        using var expected = JsonDocument.Parse(File.ReadAllBytes(Path.Combine(ActTiny, "expected.json")));
        float[] raw = [.. expected.RootElement.GetProperty("cases").EnumerateArray()
            .Single(one => one.GetProperty("name").GetString() == "same-size")
            .GetProperty("raw_action").EnumerateArray().SelectMany(row => row.EnumerateArray())
            .Select(value => value.GetSingle())];
        ReadOnlySpan<float> action = Floats(inference.Output(0));
        action.Length.ShouldBe(raw.Length);
        for (int i = 0; i < raw.Length; i++)
            action[i].ShouldBe(raw[i], 1e-4f);
    }

    [Fact]
    public void The_signature_is_the_models_own()
    {
        using IPolicy policy = ShippedPlugins.Load("Onnx", OfActTiny());

        policy.Signature.Inputs.Select(spec => $"{spec.Role} {spec}").ShouldBe(
        [
            "State observation.state float32 [1, 16]",
            "Image observation.images.head_left float32 [1, 3, 60, 96]",
            "Image observation.images.wrist_left float32 [1, 3, 60, 96]",
            "Image observation.images.wrist_right float32 [1, 3, 60, 96]",
        ]);
        policy.Signature.Outputs.Select(spec => $"{spec.Role} {spec}").ShouldBe(["Action action float32 [1, 20, 16]"]);
        policy.Identity.Engine.ShouldBe("ONNX Runtime");
        policy.Identity.Version.ShouldStartWith("1.");
        policy.Identity.Properties["execution_providers"].ShouldBe("cpu");
    }

    [Fact]
    public void A_run_allocates_nothing_on_the_managed_heap()
    {
        using IPolicy policy = ShippedPlugins.Load("Onnx", OfActTiny());
        using IInference inference = policy.CreateInference(NothingFree);
        using var cancel = new CancellationTokenSource();
        RunArguments arguments = Arguments() with { Cancel = cancel.Token };
        for (int i = 0; i < 50; i++)
            inference.Run(arguments).ShouldBe(RunResult.Ok);

        RunStatus worst = RunStatus.Ok;
        long allocated = Allocations.LeastOf(() =>
        {
            for (int i = 0; i < 20; i++)
            {
                FillWith(inference.Input(0), i);
                RunResult result = inference.Run(arguments);
                worst = result.Status > worst ? result.Status : worst;
            }
        });

        worst.ShouldBe(RunStatus.Ok);
        allocated.ShouldBe(0);

        static void FillWith(Span<byte> bytes, float value) => MemoryMarshal.Cast<byte, float>(bytes).Fill(value);
    }

    [Fact]
    public void Tensors_lie_in_the_hosts_memory_and_are_given_back()
    {
        IPolicy policy = ShippedPlugins.Load("Onnx", OfActTiny());
        IInference inference = policy.CreateInference(NothingFree);
        _memory.Live.ShouldBe(5);
        inference.Dispose();
        policy.Dispose();
        _memory.Live.ShouldBe(0);
    }

    [Fact]
    public void Free_dimensions_are_told_by_name_and_take_the_hosts_sizes()
    {
        string model = Model(
            "Identity",
            [new("observation.state", Float32, "?", "history", "?", "2")],
            [new("action", Float32, "?", "history", "?", "2")]);
        using IPolicy policy = ShippedPlugins.Load("Onnx", Of(model));
        policy.Signature.Inputs[0].ToString()
            .ShouldBe("observation.state float32 [batch, history, observation.state.dim2, 2]");

        Should.Throw<PolicyLoadException>(() => policy.CreateInference(NothingFree)).Message.ShouldContain("'batch'");
        _memory.Live.ShouldBe(0);

        using IInference inference = policy.CreateInference(new InferenceShape(new Dictionary<string, int>
        {
            ["batch"] = 3, ["history"] = 2, ["observation.state.dim2"] = 1, ["action.dim2"] = 1,
        }));
        Span<float> state = MemoryMarshal.Cast<byte, float>(inference.Input(0));
        state.Length.ShouldBe(12);
        state[11] = 42;
        inference.Run(Arguments() with { Rows = 3 }).ShouldBe(RunResult.Ok);
        Floats(inference.Output(0))[11].ShouldBe(42);
    }

    [Fact]
    public void What_the_engine_refuses_is_a_result_and_the_next_run_goes_well()
    {
        string model = Model(
            "Gather",
            [new("observation.state", Float32, "4"), new("index", Integer64, "2")],
            [new("action", Float32, "2")]);
        using IPolicy policy = ShippedPlugins.Load("Onnx", Of(model));
        using IInference inference = policy.CreateInference(NothingFree);
        FillFloats(inference.Input(0), 10, 11, 12, 13);
        Span<long> index = MemoryMarshal.Cast<byte, long>(inference.Input(1));

        index[0] = 99;
        RunResult refused = inference.Run(Arguments());
        refused.Status.ShouldBe(RunStatus.Failed);
        refused.Message.ShouldNotBeNull().ShouldContain("99");

        (index[0], index[1]) = (3, 1);
        inference.Run(Arguments()).ShouldBe(RunResult.Ok);
        Floats(inference.Output(0)).ToArray().ShouldBe([13, 11]);
    }

    [Fact]
    public void Text_reaches_a_model_that_takes_it()
    {
        string model = Model("Cast", [new("task", Text, "2")], [new("action", Float32, "2")], ("to", Float32));
        using IPolicy policy = ShippedPlugins.Load("Onnx", Of(model));
        using IInference inference = policy.CreateInference(NothingFree);
        policy.Signature.Inputs[0].Type.ShouldBe(ElementType.Utf8);
        inference.Input(0).Length.ShouldBe(0);

        inference.SetText(0, 0, "123.25"u8);
        inference.SetText(0, 1, "-7"u8);
        inference.Run(Arguments()).ShouldBe(RunResult.Ok);
        Floats(inference.Output(0)).ToArray().ShouldBe([123.25f, -7]);

        inference.SetText(0, 0, "1"u8);
        inference.Run(Arguments()).ShouldBe(RunResult.Ok);
        Floats(inference.Output(0)).ToArray().ShouldBe([1, -7]);
    }

    [Fact]
    public void A_side_output_of_unknown_size_does_not_hinder()
    {
        string model = Model(
            "TopK",
            [new("observation.state", Float32, "1", "3"), new("count", Integer64, "1")],
            [new("action", Float32, "1", "1"), new("indices", Integer64, "1", "unknown")]);
        using IPolicy policy = ShippedPlugins.Load("Onnx", Of(model));
        using IInference inference = policy.CreateInference(NothingFree);
        FillFloats(inference.Input(0), 1, 5, 3);
        MemoryMarshal.Cast<byte, long>(inference.Input(1))[0] = 1;

        inference.Run(Arguments()).ShouldBe(RunResult.Ok);

        Floats(inference.Output(0)).ToArray().ShouldBe([5]);
        inference.Output(1).Length.ShouldBe(0);
    }

    [Fact]
    public void A_run_that_nobody_waits_for_any_more_does_not_begin()
    {
        using IPolicy policy = ShippedPlugins.Load("Onnx", OfActTiny());
        using IInference inference = policy.CreateInference(NothingFree);

        inference.Run(Arguments() with { Deadline = TimeProvider.System.GetTimestamp() }).Status
            .ShouldBe(RunStatus.DeadlineExceeded);
        inference.Run(Arguments() with { Cancel = new CancellationToken(canceled: true) }).Status
            .ShouldBe(RunStatus.Cancelled);
        inference.Run(Arguments()).ShouldBe(RunResult.Ok);
    }

    private PolicyContext OfActTiny() => Of(Path.Combine(ActTiny, "model.onnx"));

    private PolicyContext Of(string model) => TestContexts.Of(Path.GetDirectoryName(model)!, model, memory: _memory);

    private string Model(
        string operation, Tensor[] inputs, Tensor[] outputs, params (string Name, long Value)[] attributes)
    {
        string path = Path.Combine(_folder.FullName, "model.onnx");
        Save(path, operation, inputs, outputs, attributes);
        return path;
    }

    private static RunArguments Arguments() => new(1, 0, long.MaxValue, default, CancellationToken.None);

    private static ReadOnlySpan<float> Floats(ReadOnlySpan<byte> bytes) => MemoryMarshal.Cast<byte, float>(bytes);

    private static void FillFloats(Span<byte> input, params ReadOnlySpan<float> values) =>
        values.CopyTo(MemoryMarshal.Cast<byte, float>(input));

    /// <summary>Normalises by hand what the host's binding otherwise does: mean and deviation, pixels to CHW.</summary>
    private static void FillWithRecording(IInference inference)
    {
        byte[] recording = File.ReadAllBytes(Path.Combine(ActTiny, "same-size.bin"));
        using var policy = JsonDocument.Parse(File.ReadAllBytes(Path.Combine(ActTiny, "policy.json")));
        JsonProperty[] inputs = [.. policy.RootElement.GetProperty("inputs").EnumerateObject()];

        (float[] mean, float[] std) = Statistics(inputs[0].Value);
        Span<float> state = MemoryMarshal.Cast<byte, float>(inference.Input(0));
        for (int joint = 0; joint < 16; joint++)
            state[joint] = (BitConverter.ToSingle(recording, joint * 4) - mean[joint]) / std[joint];

        const int Pixels = 60 * 96;
        for (int camera = 1; camera < inputs.Length; camera++)
        {
            (mean, std) = Statistics(inputs[camera].Value);
            ReadOnlySpan<byte> picture = recording.AsSpan(16 * 4 + (camera - 1) * Pixels * 3, Pixels * 3);
            Span<float> planes = MemoryMarshal.Cast<byte, float>(inference.Input(camera));
            for (int i = 0; i < picture.Length; i++)
                planes[i % 3 * Pixels + i / 3] = (picture[i] / 255f - mean[i % 3]) / std[i % 3];
        }

        static (float[] Mean, float[] Std) Statistics(JsonElement input)
        {
            JsonElement normalize = input.GetProperty("normalize");
            return (Read(normalize.GetProperty("mean")), Read(normalize.GetProperty("std")));
        }

        static float[] Read(JsonElement array) => [.. array.EnumerateArray().Select(value => value.GetSingle())];
    }
}
