using System.Globalization;
using Microsoft.ML.OnnxRuntime;
using PolicyGate.Abstractions;
using PolicyGate.Plugins;

namespace PolicyGate.Onnx;

/// <summary>One binding of a session to buffers in the host's memory: a run allocates nothing, and copies nothing on a
/// CPU.</summary>
/// <remarks>
/// On a GPU the engine copies what lies in the host's memory when it is bound, not when it runs
/// (https://onnxruntime.ai/docs/performance/tune-performance/iobinding.html), and a recorded graph reads the addresses
/// that it was recorded with (https://github.com/microsoft/onnxruntime/issues/22583). So there each tensor has a buffer
/// on the device, bound once; inputs are copied into it before each run, outputs out of it after.
/// </remarks>
internal sealed class OnnxInference : IInference
{
    private readonly InferenceSession _session;
    private readonly TimeProvider _time;
    private readonly OrtIoBinding _binding;
    private readonly RunOptions _options = new();
    private readonly List<BoundTensor> _inputs = [];
    private readonly List<BoundTensor?> _outputs = [];
    private readonly TensorCopies _toDevice;
    private readonly TensorCopies _toHost;

    /// <param name="session">The model.</param>
    /// <param name="signature">The model's.</param>
    /// <param name="shape">Sizes of what that leaves free.</param>
    /// <param name="context">Memory and clock.</param>
    /// <param name="places">Null where the engine works in the host's memory throughout.</param>
    /// <param name="graph">Its recording's number, from 1 on; 0 where none is made.</param>
    public OnnxInference(
        InferenceSession session, PolicySignature signature, InferenceShape shape, PolicyContext context,
        TensorPlaces? places, int graph)
    {
        (_session, _time) = (session, context.Time);
        // Without a number all inferences would play back the first one's, on the first one's buffers.
        if (graph > 0)
            _options.AddRunConfigEntry("gpu_graph_id", graph.ToString(CultureInfo.InvariantCulture));
        _binding = session.CreateIoBinding();
        try
        {
            foreach (TensorSpec spec in signature.Inputs)
            {
                var tensor = BoundTensor.Create(spec, shape, context.Memory, places?.OfInput(spec.Name));
                _inputs.Add(tensor);
                _binding.BindInput(spec.Name, tensor.Bound);
            }
            foreach (TensorSpec spec in signature.Outputs)
            {
                // What nobody reads is not bound where its size is anyone's guess.
                bool bound = spec.Role != TensorRole.Auxiliary || TensorSizes.AreKnown(spec, shape);
                _outputs.Add(
                    bound ? BoundTensor.Create(spec, shape, context.Memory, places?.OfOutput(spec.Name)) : null);
                if (_outputs[^1] is { } tensor)
                    _binding.BindOutput(spec.Name, tensor.Bound);
            }
            _toDevice = new TensorCopies([.. Copies(_inputs)]);
            _toHost = new TensorCopies([.. Copies(_outputs).Select(copy => copy.Reversed)]);
        }
        catch
        {
            Dispose();
            throw;
        }
    }

    public Span<byte> Input(int index) => _inputs[index].Bytes;

    public void SetText(int index, int row, ReadOnlySpan<byte> utf8) => _inputs[index].SetText(row, utf8);

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
            if (_toDevice.Run() is { } notThere)
                return new RunResult(RunStatus.Failed, $"the inputs did not get to the device: {notThere}");
            // Returns when the device is done: session.disable_synchronize_execution_providers is not set.
            _session.RunWithBinding(_options, _binding);
            return _toHost.Run() is { } notBack
                ? new RunResult(RunStatus.Failed, $"the outputs did not get back from the device: {notBack}")
                : RunResult.Ok;
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

    private static IEnumerable<TensorCopy> Copies(IEnumerable<BoundTensor?> tensors) =>
        tensors.Select(tensor => tensor?.ToDevice).OfType<TensorCopy>();
}
