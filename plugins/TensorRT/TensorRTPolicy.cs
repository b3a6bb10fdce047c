using PolicyGate.Abstractions;
using PolicyGate.Plugins;
using PolicyGate.TensorRT.Cuda;
using PolicyGate.TensorRT.NvInfer;

namespace PolicyGate.TensorRT;

/// <summary>One engine and one stream, shared by its inferences.</summary>
internal sealed class TensorRTPolicy : IPolicy
{
    private readonly InferLibrary _library;
    private readonly InferObject _runtime;
    private readonly InferObject _engine;
    private readonly Engine _described;
    private readonly CudaStream _stream;
    private readonly PolicyContext _context;
    private readonly TensorRTOptions _options;
    private bool _toldNotCaptured;
    private bool _toldNotLocked;

    /// <summary>Takes over what it is given.</summary>
    public TensorRTPolicy(
        InferLibrary library, CudaContext device, InferObject runtime, InferObject engine, Engine described,
        CudaStream stream, PolicyContext context, TensorRTOptions options)
    {
        (_library, Device, _runtime, _engine, _described) = (library, device, runtime, engine, described);
        (_stream, _context, _options) = (stream, context, options);
        // Deterministic: an engine has its kernels chosen when it is built; the contract suite holds it to that, on a
        // real GPU too. One that draws at random is none for a policy.
        Traits = new PolicyTraits(OwnerThreads: 1, SameThread: true, Deterministic: true);
        Identity = new PolicyIdentity("TensorRT", library.Version.ToString(), new Dictionary<string, string>
        {
            ["library"] = library.File,
            ["engine"] = described.Name,
            ["device"] = device.Device.ToString(),
            ["driver"] = $"CUDA {device.Driver.Version}",
            ["cuda_graph"] = options.CudaGraph ? "wanted" : "off",
        });
    }

    public PolicySignature Signature => _described.Signature;

    public PolicyTraits Traits { get; }

    public PolicyIdentity Identity { get; }

    public CudaContext Device { get; }

    /// <summary>
    /// Held by whoever uses the stream or an object of TensorRT's: a run, the making of an inference, its end.
    /// </summary>
    public Lock OneAtATime { get; } = new();

    /// <summary>Why the device is gone; null while it is not.</summary>
    public string? Lost { get; set; }

    public IInference CreateInference(InferenceShape shape)
    {
        lock (OneAtATime)
        {
            try
            {
                using CudaContext.Scope current = Device.Enter();
                return Create(shape);
            }
            catch (CudaException failure)
            {
                throw new PolicyLoadException($"{_context.ModelPath} on {Device.Device}: {failure.Message}", failure);
            }
            catch (PolicyLoadException failure)
            {
                throw new PolicyLoadException($"{_context.ModelPath}: {failure.Message}", failure);
            }
        }
    }

    public void Dispose()
    {
        lock (OneAtATime)
        {
            _stream.Dispose();
            _engine.Dispose();
            _runtime.Dispose();
            Device.Dispose();
        }
    }

    private TensorRTInference Create(InferenceShape shape)
    {
        IInferCalls calls = _library.Calls;
        int profile = ProfileChoice.Of(calls, _engine.Value, _described, shape, _options.Profile);
        nint made = calls.CreateContext(_engine.Value);
        if (made == 0)
            throw Refused("make an execution context");
        var context = new InferObject(_library, Device, _engine, made);
        var bound = new List<BoundTensor>();
        try
        {
            SetShapes(made, profile, shape);
            BoundTensor[] inputs = Bind(made, _described.Inputs, shape, bound);
            BoundTensor[] outputs = Bind(made, _described.Outputs, shape, bound);
            var run = new EngineRun(_library, made, _stream, inputs, outputs);
            CudaGraph? graph = RunCapture.WarmUp(run, Signature.Inputs, _options.CudaGraph, out string? reason);
            if (reason is not null && !_toldNotCaptured)
                Log.NotCaptured(_context.Logger, _context.ModelPath!, reason);
            _toldNotCaptured |= reason is not null;
            return new TensorRTInference(this, _context.Time, context, run, graph);
        }
        catch
        {
            context.Dispose();
            bound.ForEach(tensor => tensor.Dispose());
            throw;
        }
    }

    private void SetShapes(nint context, int profile, InferenceShape shape)
    {
        IInferCalls calls = _library.Calls;
        if (!calls.SetProfile(context, profile, _stream.Value))
            throw Refused($"use the optimization profile {profile}");
        // TensorRT may copy when the profile changes, and wants the stream waited for.
        _stream.Synchronize();
        foreach (EngineTensor input in _described.Inputs)
        {
            Dims dims = input.In(shape);
            if (input.IsFree && !calls.SetInputShape(context, input.Name, dims))
                throw Refused($"take {input.Spec.Name} in the shape {dims}");
        }
        if (calls.InferShapes(context) != 0)
            throw Refused("work out the shapes of the outputs");
    }

    private BoundTensor[] Bind(
        nint context, IReadOnlyList<EngineTensor> tensors, InferenceShape shape, List<BoundTensor> bound)
    {
        var made = new BoundTensor[tensors.Count];
        for (int i = 0; i < made.Length; i++)
        {
            EngineTensor tensor = tensors[i];
            int bytes = Bytes(context, tensor, shape);
            made[i] = BoundTensor.Create(
                Device, tensor.Spec, bytes, _context.Memory, _options.HostMemory, out string? refusal);
            bound.Add(made[i]);
            if (refusal is not null && !_toldNotLocked)
                Log.NotLocked(_context.Logger, _context.ModelPath!, refusal);
            _toldNotLocked |= refusal is not null;
            if (!_library.Calls.SetAddress(context, tensor.Name, made[i].Device))
                throw Refused($"take the memory for {tensor.Spec.Name}");
        }
        return made;
    }

    /// <summary>Of a tensor in the context's shapes, which must be those that the host knows.</summary>
    private int Bytes(nint context, EngineTensor tensor, InferenceShape shape)
    {
        Dims found = _library.Calls.ShapeNow(context, tensor.Name);
        if (found.AsSpan().Contains(-1))
        {
            throw new PolicyLoadException(
                $"the shape of '{tensor.Spec.Name}' depends on the numbers that are computed;"
                + " such outputs are not supported: export the model with a fixed shape there");
        }
        Dims expected = tensor.In(shape);
        if (!found.AsSpan().SequenceEqual(expected.AsSpan()))
        {
            throw new PolicyLoadException(
                $"'{tensor.Spec.Name}' has the shape {found}, expected was {expected}; correct its free dimensions in"
                + " policy.json");
        }
        // Its memory is made of whole pages.
        return (int)TensorSizes.BytesOf(tensor.Spec, shape, most: int.MaxValue / 2);
    }

    private PolicyLoadException Refused(string what) =>
        new($"TensorRT refuses to {what}: {_library.Logger.TakeLastError()}");
}
