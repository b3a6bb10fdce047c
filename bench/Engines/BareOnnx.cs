using Microsoft.ML.OnnxRuntime;

namespace PolicyGate.Bench.Engines;

/// <summary>
/// What a C# program on ONNX Runtime's own binding would do, and nothing of PolicyGate: one session, inputs and outputs
/// bound once. Its options are those that <c>plugins/Onnx</c> has by default.
/// </summary>
internal sealed class BareOnnx : IEngineLoop
{
    // As OnnxOptions: what a small model would gain from a second thread it loses by waking it.
    private const long OneThreadBytes = 16 << 20;

    private readonly InferenceSession _session;
    private readonly OrtIoBinding _binding;
    private readonly RunOptions _options = new();
    private readonly List<OrtValue> _values = [];

    public BareOnnx(string model)
    {
        using var options = new SessionOptions
        {
            IntraOpNumThreads = new FileInfo(model).Length <= OneThreadBytes ? 1 : 0,
            InterOpNumThreads = 1,
            ExecutionMode = ExecutionMode.ORT_SEQUENTIAL,
            GraphOptimizationLevel = GraphOptimizationLevel.ORT_ENABLE_ALL,
        };
        options.AddSessionConfigEntry("session.intra_op.allow_spinning", "0");
        options.AddSessionConfigEntry("session.inter_op.allow_spinning", "0");
        _session = new InferenceSession(model, options);
        _binding = _session.CreateIoBinding();
        var random = new Random(1);
        foreach ((string name, NodeMetadata input) in _session.InputMetadata)
        {
            OrtValue value = Allocate(input);
            foreach (ref float cell in value.GetTensorMutableDataAsSpan<float>())
                cell = random.NextSingle();
            _binding.BindInput(name, value);
        }
        foreach ((string name, NodeMetadata output) in _session.OutputMetadata)
            _binding.BindOutput(name, Allocate(output));
    }

    public void Run() => _session.RunWithBinding(_options, _binding);

    public void Dispose()
    {
        _binding.Dispose();
        _options.Dispose();
        _values.ForEach(value => value.Dispose());
        _session.Dispose();
    }

    private OrtValue Allocate(NodeMetadata tensor)
    {
        long[] shape = [.. tensor.Dimensions.Select(size => (long)size)];
        _values.Add(OrtValue.CreateAllocatedTensorValue(
            OrtAllocator.DefaultInstance, tensor.ElementDataType, shape));
        return _values[^1];
    }
}
