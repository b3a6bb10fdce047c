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
    private readonly TensorPlaces? _places;
    private readonly bool _graph;
    private readonly RunGate _runs = new();
    private int _inferences;

    /// <param name="session">Owned from now on, where this does not throw.</param>
    /// <param name="signature">The model's.</param>
    /// <param name="context">The host's services.</param>
    /// <param name="options">The policy's.</param>
    /// <param name="providers">Those that the session was made with.</param>
    /// <param name="nodes">What they run.</param>
    public OnnxPolicy(
        InferenceSession session, PolicySignature signature, PolicyContext context, OnnxOptions options,
        ExecutionProviders providers, NodeAssignment nodes)
    {
        (_session, _context) = (session, context);
        _graph = options.CudaGraph && providers.Gpu;
        _places = providers.Gpu || options.DeviceBuffers ? new TensorPlaces(session, options.DeviceBuffers) : null;
        Signature = signature;
        // One owner thread: a run spreads over the session's own threads. The engine keeps a recorded graph by thread.
        // Sums on a GPU may differ in their order.
        Traits = new PolicyTraits(OwnerThreads: 1, SameThread: _graph, Deterministic: !providers.Gpu);
        string version = OrtEnv.Instance().GetVersionString();
        Identity = new PolicyIdentity("ONNX Runtime", version, new Dictionary<string, string>
        {
            ["execution_providers"] = providers.ToString(),
            ["nodes"] = nodes.ToString(),
            ["graph_optimization"] = options.GraphOptimization.ToString(),
            ["intra_op_threads"] = options.ThreadsFor(context.ModelPath!).ToString(),
            ["inter_op_threads"] = options.InterOpThreads.ToString(CultureInfo.InvariantCulture),
            ["cuda_graph"] = _graph ? "on" : "off",
        });
    }

    public PolicySignature Signature { get; }

    public PolicyTraits Traits { get; }

    public PolicyIdentity Identity { get; }

    public IInference CreateInference(InferenceShape shape)
    {
        int graph = _graph ? Interlocked.Increment(ref _inferences) : 0;
        try
        {
            return _runs.Guard(new OnnxInference(_session, Signature, shape, _context, _places, graph));
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
        _places?.Dispose();
        _session.Dispose();
    }
}
