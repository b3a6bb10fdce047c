using PolicyGate.Abstractions;
using PolicyGate.Plugins;
using PolicyGate.TorchSharp.Binding;

namespace PolicyGate.TorchSharp;

/// <summary>One module, shared by its inferences.</summary>
internal sealed class TorchPolicy : IPolicy
{
    private readonly ITorchModule _module;
    private readonly TorchCallPlan _plan;
    private readonly PolicyContext _context;
    private readonly TorchOptions _options;
    private readonly TorchThreads _threads;
    private readonly RunGate _runs = new();

    public TorchPolicy(
        ITorchModule module, TorchCallPlan plan, PolicyContext context, TorchOptions options, TorchThreads threads,
        TorchDevice device, PolicyIdentity engine)
    {
        (_module, _plan, _context, _options, _threads) = (module, plan, context, options, threads);
        // One owner thread: a run spreads over libtorch's own. Sums on a GPU may differ in their order.
        Traits = new PolicyTraits(OwnerThreads: 1, SameThread: false, Deterministic: !device.IsCuda);
        Identity = engine;
    }

    public PolicySignature Signature => _plan.Signature;

    public PolicyTraits Traits { get; }

    public PolicyIdentity Identity { get; }

    public IInference CreateInference(InferenceShape shape)
    {
        try
        {
            return _runs.Guard(new TorchInference(_module, _plan, shape, _context, _options));
        }
        catch (TorchException failure)
        {
            throw new PolicyLoadException($"libtorch cannot bind {_context.ModelPath}: {failure.Message}", failure);
        }
    }

    public void Dispose()
    {
        _runs.Close();
        _module.Dispose();
        _threads.Dispose();
    }
}
