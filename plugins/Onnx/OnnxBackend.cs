using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.ML.OnnxRuntime;
using PolicyGate.Abstractions;
using PolicyGate.Onnx;

[assembly: PolicyBackend("Onnx", typeof(OnnxBackend))]

namespace PolicyGate.Onnx;

/// <summary>Runs <c>.onnx</c> models with ONNX Runtime, on the CPU or with its CUDA or TensorRT provider.</summary>
internal sealed class OnnxBackend : IPolicyBackend, IBackendDiagnostics
{
    public void Check(IConfiguration options, ICollection<string> errors) => OnnxOptions.Read(options, errors);

    public IPolicy Load(PolicyContext context, CancellationToken cancel)
    {
        List<string> errors = [];
        var options = OnnxOptions.Read(context.Options, errors);
        if (errors.Count > 0)
            throw new PolicyLoadException(string.Join("\n", errors));
        if (context.ModelPath is null)
        {
            throw new PolicyLoadException(
                $"{context.Folder}/policy.json names no model for this backend;"
                + " add \"models\": {\"Onnx\": \"FILE.onnx\"}");
        }
        long began = context.Time.GetTimestamp();
        var providers = ExecutionProviders.Choose(options.ExecutionProviders, context.Device);
        InferenceSession session = OnnxSession.Open(context.ModelPath, options, ref providers, context, cancel);
        try
        {
            var nodes = NodeAssignment.Of(session);
            CheckNodes(providers, nodes, options, context);
            PolicySignature signature = Signature(session, context.ModelPath);
            var policy = new OnnxPolicy(session, signature, context, options, providers, nodes);
            double milliseconds = context.Time.GetElapsedTime(began).TotalMilliseconds;
            OnnxThreads threads = options.ThreadsFor(context.ModelPath);
            Log.Loaded(context.Logger, context.ModelPath, milliseconds, providers, nodes, threads);
            return policy;
        }
        catch (OnnxRuntimeException failure)
        {
            session.Dispose();
            throw new PolicyLoadException(
                $"ONNX Runtime cannot prepare {context.ModelPath}: {failure.Message}", failure);
        }
        catch
        {
            session.Dispose();
            throw;
        }
    }

    public IEnumerable<Finding> Diagnose()
    {
        OrtEnv environment;
        try
        {
            environment = OrtEnvironment.Get(NullLogger.Instance);
        }
        catch (PolicyLoadException failure)
        {
            return [new Finding(FindingLevel.Error, "native library", failure.Message)];
        }
        return
        [
            new Finding(FindingLevel.Ok, "ONNX Runtime", environment.GetVersionString()),
            new Finding(FindingLevel.Ok, "native library", OrtLibrary.LoadedPath!),
            new Finding(FindingLevel.Ok, "execution providers", string.Join(", ", environment.GetAvailableProviders())),
            new Finding(FindingLevel.Ok, "CUDA provider", File.Exists(CudaProvider.Library)
                ? CudaProvider.Library
                : "not built in; with it: dotnet build plugins/Onnx -c Release -p:OnnxRuntimeProviders=cuda13"),
            new Finding(FindingLevel.Ok, "TensorRT provider", TensorRtProvider.Describe(environment)),
        ];
    }

    public IEnumerable<Finding> Describe(string modelPath)
    {
        try
        {
            // Unoptimised: nothing is going to run, and large models optimise for seconds.
            OnnxOptions options = OnnxOptions.Default with { GraphOptimization = OnnxGraphOptimization.Disabled };
            using InferenceSession session = OnnxSession.Describe(modelPath, options);
            PolicySignature signature = Signature(session, modelPath);
            return
            [
                .. signature.Inputs.Select(spec => new Finding(FindingLevel.Ok, "input", spec.ToString())),
                .. signature.Outputs.Select(spec => new Finding(FindingLevel.Ok, "output", spec.ToString())),
            ];
        }
        catch (PolicyLoadException failure)
        {
            return [new Finding(FindingLevel.Error, "model", failure.Message)];
        }
    }

    private static void CheckNodes(
        ExecutionProviders providers, NodeAssignment nodes, OnnxOptions options, PolicyContext context)
    {
        if (providers.Objection(nodes, options.AllowCpuFallback) is { } objection)
            throw new PolicyLoadException($"{context.ModelPath}: {objection}");
        foreach (ProviderChoice choice in providers.Chosen.Where(choice => choice.IsGpu && !nodes.Runs(choice.Kind)))
            Log.Idle(context.Logger, choice.Kind, context.ModelPath!, nodes);
    }

    private static PolicySignature Signature(InferenceSession session, string path)
    {
        try
        {
            return SignatureReader.Read(session);
        }
        catch (PolicyLoadException failure)
        {
            throw new PolicyLoadException($"{path}: {failure.Message}", failure);
        }
    }
}
