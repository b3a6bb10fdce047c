using Microsoft.ML.OnnxRuntime;
using PolicyGate.Abstractions;

namespace PolicyGate.Onnx;

/// <summary>One binding of a session to buffers in the host's memory: a run copies and allocates nothing.</summary>
/// <remarks>
/// On a GPU the engine copies a CPU tensor when it is bound, not when it runs
/// (https://onnxruntime.ai/docs/performance/tune-performance/iobinding.html), so there inputs are bound again for each
/// run: without that every answer would belong to the first observation.
/// </remarks>
internal sealed class OnnxInference : IInference
{
    private readonly InferenceSession _session;
    private readonly TimeProvider _time;
    private readonly bool _copiesAtBinding;
    private readonly OrtIoBinding _binding;
    private readonly RunOptions _options = new();
    private readonly List<BoundTensor> _inputs = [];
    private readonly List<BoundTensor?> _outputs = [];

    public OnnxInference(
        InferenceSession session, PolicySignature signature, InferenceShape shape, PolicyContext context,
        bool copiesAtBinding)
    {
        (_session, _time, _copiesAtBinding) = (session, context.Time, copiesAtBinding);
        _binding = session.CreateIoBinding();
        try
        {
            foreach (TensorSpec spec in signature.Inputs)
            {
                var tensor = BoundTensor.Create(spec, shape, context.Memory);
                _inputs.Add(tensor);
                _binding.BindInput(spec.Name, tensor.Value);
            }
            foreach (TensorSpec spec in signature.Outputs)
            {
                // What nobody reads is not bound where its size is anyone's guess.
                bool bound = spec.Role != TensorRole.Auxiliary || IsKnown(spec, shape);
                _outputs.Add(bound ? BoundTensor.Create(spec, shape, context.Memory) : null);
                if (_outputs[^1] is { } tensor)
                    _binding.BindOutput(spec.Name, tensor.Value);
            }
        }
        catch
        {
            Dispose();
            throw;
        }
    }

    public Span<byte> Input(int index) => _inputs[index].Bytes;

    public void SetText(int index, int row, ReadOnlySpan<byte> utf8) =>
        _inputs[index].Value.StringTensorSetElementAt(utf8, row);

    public ReadOnlySpan<byte> Output(int index) => _outputs[index] is { } tensor ? tensor.Bytes : [];

    public RunResult Run(in RunArguments arguments)
    {
        if (arguments.Cancel.IsCancellationRequested)
            return new RunResult(RunStatus.Cancelled, "cancelled before it began");
        if (_time.GetTimestamp() >= arguments.Deadline)
            return new RunResult(RunStatus.DeadlineExceeded, "the deadline had passed before it began");

        _options.Terminate = false;
        try
        {
            using CancellationTokenRegistration stop = arguments.Cancel.UnsafeRegister(
                static state => ((RunOptions)state!).Terminate = true, _options);
            if (_copiesAtBinding)
                CopyInputs();
            _session.RunWithBinding(_options, _binding);
            return RunResult.Ok;
        }
        catch (OnnxRuntimeException) when (arguments.Cancel.IsCancellationRequested)
        {
            return new RunResult(RunStatus.Cancelled, "cancelled while it ran");
        }
        catch (OnnxRuntimeException failure)
        {
            return new RunResult(RunStatus.Failed, failure.Message);
        }
    }

    public void Dispose()
    {
        _binding.Dispose();
        _options.Dispose();
        foreach (BoundTensor tensor in _inputs)
            tensor.Dispose();
        foreach (BoundTensor? tensor in _outputs)
            tensor?.Dispose();
    }

    private static bool IsKnown(TensorSpec spec, InferenceShape shape) =>
        spec.Shape.All(dimension => dimension.Symbol is null || shape.Sizes.ContainsKey(dimension.Symbol));

    private void CopyInputs()
    {
        foreach (BoundTensor tensor in _inputs)
            _binding.BindInput(tensor.Name, tensor.Value);
        _binding.SynchronizeBoundInputs();
    }
}
