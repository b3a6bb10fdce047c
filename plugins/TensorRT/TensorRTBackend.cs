using Microsoft.Extensions.Configuration;
using PolicyGate.Abstractions;
using PolicyGate.TensorRT;
using PolicyGate.TensorRT.Cuda;
using PolicyGate.TensorRT.NvInfer;

[assembly: PolicyBackend("TensorRT", typeof(TensorRTBackend))]

namespace PolicyGate.TensorRT;

/// <summary>Runs serialized engines with TensorRT 10 or 11, by P/Invoke alone.</summary>
internal sealed class TensorRTBackend : IPolicyBackend, IBackendDiagnostics
{
    public void Check(IConfiguration options, ICollection<string> errors) => TensorRTOptions.Read(options, errors);

    public IPolicy Load(PolicyContext context, CancellationToken cancel)
    {
        List<string> errors = [];
        TensorRTOptions options = TensorRTOptions.Read(context.Options, errors);
        if (errors.Count > 0)
            throw new PolicyLoadException(string.Join("\n", errors));
        if (context.ModelPath is null)
        {
            throw new PolicyLoadException(
                $"{context.Folder}/policy.json names no model for this backend;"
                + " add \"models\": {\"TensorRT\": \"FILE.engine\"}");
        }
        long began = context.Time.GetTimestamp();
        int device = DeviceName.Parse(context.Device);
        using EngineFile file = EngineFile.Read(context.ModelPath, cancel);
        CudaDriver driver = CudaDriver.Load(options.CudaLibrary);
        InferLibrary library = InferLibrary.Load(options.NvInferLibrary);
        if (library.IsNewerThanMeasured)
            Log.NewerThanMeasured(context.Logger, library.ToString(), InferLibrary.Supported);
        cancel.ThrowIfCancellationRequested();
        try
        {
            TensorRTPolicy policy = Load(context, options, library, driver, device, file);
            double milliseconds = context.Time.GetElapsedTime(began).TotalMilliseconds;
            Log.Loaded(
                context.Logger, context.ModelPath, milliseconds, library.ToString(), policy.Device.Device.ToString());
            return policy;
        }
        catch (Exception failure) when (failure is CudaException or PolicyLoadException)
        {
            throw new PolicyLoadException($"{context.ModelPath}: {failure.Message}", failure);
        }
    }

    public IEnumerable<Finding> Diagnose() => Machine.Diagnose();

    public IEnumerable<Finding> Describe(string modelPath)
    {
        try
        {
            return EngineHeader.Describe(modelPath);
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            return [new Finding(FindingLevel.Error, "engine", failure.Message)];
        }
    }

    private static TensorRTPolicy Load(
        PolicyContext context, TensorRTOptions options, InferLibrary library, CudaDriver driver, int number,
        EngineFile file)
    {
        CudaContext device = CudaContext.Retain(driver, number, options.Scheduling);
        InferObject? runtime = null;
        InferObject? engine = null;
        CudaStream? stream = null;
        try
        {
            using CudaContext.Scope current = device.Enter();
            runtime = CreateRuntime(context, options, library, device);
            engine = Deserialize(library, device, runtime, file);
            Engine described = Engine.Read(library, engine.Value, context.Declared);
            stream = CudaStream.Create(device);
            return new TensorRTPolicy(library, device, runtime, engine, described, stream, context, options);
        }
        catch
        {
            stream?.Dispose();
            engine?.Dispose();
            runtime?.Dispose();
            device.Dispose();
            throw;
        }
    }

    private static InferObject CreateRuntime(
        PolicyContext context, TensorRTOptions options, InferLibrary library, CudaContext device)
    {
        library.Logger.SendTo(context.Logger, options.LogSeverity);
        nint runtime = library.Calls.CreateRuntime(library.Logger.Object);
        return runtime != 0
            ? new InferObject(library, device, device, runtime)
            : throw new PolicyLoadException($"{library} makes no runtime: {library.Logger.TakeLastError()}");
    }

    private static unsafe InferObject Deserialize(
        InferLibrary library, CudaContext device, InferObject runtime, EngineFile file)
    {
        nint engine = library.Calls.Deserialize(runtime.Value, file.Address, file.Bytes);
        return engine != 0
            ? new InferObject(library, device, runtime, engine)
            : throw new PolicyLoadException(
                $"{library} cannot read the engine: {library.Logger.TakeLastError()}. An engine must be built"
                + $" with the same TensorRT version and on a GPU like {device.Device}; rebuild it here:"
                + " trtexec --onnx=model.onnx --saveEngine=model.engine");
    }
}
