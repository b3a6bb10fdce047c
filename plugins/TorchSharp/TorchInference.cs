using PolicyGate.Abstractions;
using PolicyGate.Plugins;
using PolicyGate.TorchSharp.Binding;

namespace PolicyGate.TorchSharp;

/// <summary>A method bound to buffers in the host's memory: on a CPU a run copies no input.</summary>
internal sealed class TorchInference : IInference
{
    private readonly TimeProvider _time;
    private readonly List<HostTensor> _inputs = [];
    private readonly List<HostTensor> _outputs = [];
    private readonly ITorchCall _call;
    // Between a run and whoever disposes meanwhile: the engine writes into memory that is about to go.
    private readonly Lock _running = new();
    private int _warmUpRuns;

    public TorchInference(
        ITorchModule module, TorchCallPlan plan, InferenceShape shape, PolicyContext context, TorchOptions options)
    {
        (_time, _warmUpRuns) = (context.Time, options.WarmUpRuns);
        try
        {
            foreach (TensorSpec spec in plan.Signature.Inputs)
                _inputs.Add(HostTensor.Create(spec, shape, context.Memory));
            foreach (TensorSpec spec in plan.Signature.Outputs)
            {
                // What nobody reads is not bound where its size is anyone's guess.
                bool bound = spec.Role != TensorRole.Auxiliary || TensorSizes.AreKnown(spec, shape);
                _outputs.Add(bound ? HostTensor.Create(spec, shape, context.Memory) : HostTensor.Unread(spec));
            }
            _call = module.Bind(new TorchBindings(
                plan.Method, [.. plan.Order.Select(index => _inputs[index])], _outputs, options.InferenceMode));
        }
        catch
        {
            DisposeTensors();
            throw;
        }
    }

    public Span<byte> Input(int index) => _inputs[index].Bytes;

    public void SetText(int index, int row, ReadOnlySpan<byte> utf8) =>
        throw new NotSupportedException("no input of this backend takes text");

    public ReadOnlySpan<byte> Output(int index) => _outputs[index].Bytes;

    public RunResult Run(in RunArguments arguments)
    {
        if (arguments.Cancel.IsCancellationRequested)
            return new RunResult(RunStatus.Cancelled, "cancelled before it began");
        if (_time.GetTimestamp() >= arguments.Deadline)
            return new RunResult(RunStatus.DeadlineExceeded, "the deadline had passed before it began");
        lock (_running)
        {
            // Here and not before, so that it happens on the thread that is going to run it.
            for (; _warmUpRuns > 0; _warmUpRuns--)
            {
                if (_call.Run() is { Status: not TorchCallStatus.Ok } cold)
                    return Told(cold);
            }
            TorchCallResult result = _call.Run();
            return result.Status == TorchCallStatus.Ok ? RunResult.Ok : Told(result);
        }
    }

    public void Dispose()
    {
        lock (_running)
        {
            // The engine's view before the memory that it points to.
            _call.Dispose();
            DisposeTensors();
        }
    }

    private RunResult Told(TorchCallResult result) => result.Status switch
    {
        TorchCallStatus.Mismatch => new RunResult(
            RunStatus.Failed,
            "the model does not answer as policy.json declares: expected"
            + $" {string.Join("; ", _outputs.Where(output => output.Address != 0))}, found {result.Message}"),
        TorchCallStatus.DeviceLost => new RunResult(RunStatus.DeviceLost, TorchMessage.Shorten(result.Message!)),
        _ => new RunResult(RunStatus.Failed, TorchMessage.Shorten(result.Message!)),
    };

    private void DisposeTensors()
    {
        foreach (HostTensor tensor in _inputs)
            tensor.Dispose();
        foreach (HostTensor tensor in _outputs)
            tensor.Dispose();
    }
}
