using System.Globalization;
using Microsoft.ML.OnnxRuntime;
using PolicyGate.Abstractions;
using PolicyGate.Plugins;

namespace PolicyGate.Onnx;

/// <summary>One session, shared by its inferences.</summary>
internal sealed class OnnxPolicy : IPolicy
{
    private readonly InferenceSession _session;
    private readonly PolicyContext _context;
    private readonly ExecutionProviders _providers;
    private readonly RunGate _runs = new();

    public OnnxPolicy(
        InferenceSession session, PolicySignature signature, PolicyContext context, OnnxOptions options,
        ExecutionProviders providers)
    {
        (_session, _context, _providers) = (session, context, providers);
        Signature = signature;
        // One owner thread: a run spreads over the session's own threads. Sums on a GPU may differ in their order.
        Traits = new PolicyTraits(OwnerThreads: 1, SameThread: false, Deterministic: !providers.Cuda);
        string version = OrtEnv.Instance().GetVersionString();
        Identity = new PolicyIdentity("ONNX Runtime", version, new Dictionary<string, string>
        {
            ["execution_providers"] = providers.ToString(),
            ["graph_optimization"] = options.GraphOptimization.ToString(),
            ["intra_op_threads"] = string.Create(CultureInfo.InvariantCulture, $"{options.IntraOpThreads}"),
            ["inter_op_threads"] = options.InterOpThreads.ToString(CultureInfo.InvariantCulture),
        });
    }

    public PolicySignature Signature { get; }

    public PolicyTraits Traits { get; }

    public PolicyIdentity Identity { get; }

    public IInference CreateInference(InferenceShape shape)
    {
        try
        {
            return _runs.Guard(
                new OnnxInference(_session, Signature, shape, _context, copiesAtBinding: _providers.Cuda));
        }
        catch (OnnxRuntimeException failure)
        {
            throw new PolicyLoadException($"ONNX Runtime cannot bind {_context.ModelPath}: {failure.Message}", failure);
        }
    }

    public void Dispose()
    {
        // A session that is freed under a run takes the process with it.
        _runs.Close();
        _session.Dispose();
    }
}
