using PolicyGate.Abstractions;
using PolicyGate.TensorRT.Cuda;
using PolicyGate.TensorRT.NvInfer;

namespace PolicyGate.TensorRT;

/// <summary>A context with its shapes set and its buffers bound. A run allocates nothing.</summary>
internal sealed class TensorRTInference : IInference
{
    private readonly TensorRTPolicy _policy;
    private readonly TimeProvider _time;
    private readonly InferObject _context;
    private readonly EngineRun _run;
    private readonly CudaGraph? _graph;
    private bool _disposed;

    public TensorRTInference(
        TensorRTPolicy policy, TimeProvider time, InferObject context, EngineRun run, CudaGraph? graph)
    {
        (_policy, _time, _context, _run, _graph) = (policy, time, context, run, graph);
    }

    public Span<byte> Input(int index) => _run.Inputs[index].Bytes;

    public void SetText(int index, int row, ReadOnlySpan<byte> utf8) =>
        throw new NotSupportedException("an engine has no inputs of text");

    public ReadOnlySpan<byte> Output(int index) => _run.Outputs[index].Bytes;

    public RunResult Run(in RunArguments arguments)
    {
        if (arguments.Cancel.IsCancellationRequested)
            return new RunResult(RunStatus.Cancelled, "cancelled before it began");
        if (_time.GetTimestamp() >= arguments.Deadline)
            return new RunResult(RunStatus.DeadlineExceeded, "the deadline had passed before it began");
        lock (_policy.OneAtATime)
        {
            ObjectDisposedException.ThrowIf(_disposed, this);
            if (_policy.Lost is { } lost)
                return new RunResult(RunStatus.DeviceLost, lost);
            try
            {
                using CudaContext.Scope current = _policy.Device.Enter();
                return Run();
            }
            catch (CudaException failure) when (failure.Result.MeansDeviceLost())
            {
                _policy.Lost = $"{failure.Message}; a new process is needed";
                return new RunResult(RunStatus.DeviceLost, _policy.Lost);
            }
            catch (CudaException failure)
            {
                return new RunResult(RunStatus.Failed, failure.Message);
            }
        }
    }

    public void Dispose()
    {
        lock (_policy.OneAtATime)
        {
            if (_disposed)
                return;
            _disposed = true;
            _graph?.Dispose();
            _context.Dispose();
            foreach (BoundTensor tensor in _run.Inputs)
                tensor.Dispose();
            foreach (BoundTensor tensor in _run.Outputs)
                tensor.Dispose();
        }
    }

    private RunResult Run()
    {
        if (_graph is null)
        {
            return _run.TryRun()
                ? RunResult.Ok
                : new RunResult(
                    RunStatus.Failed, $"TensorRT refuses to run: {_run.Library.Logger.TakeLastError()}");
        }
        _run.Stage();
        _graph.Launch(_run.Stream);
        _run.Finish();
        return RunResult.Ok;
    }
}
