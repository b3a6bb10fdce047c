using System.Collections.Concurrent;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Logging;
using PolicyGate.Abstractions;
using PolicyGate.Gateway.Errors;
using PolicyGate.Gateway.Plugins;

namespace PolicyGate.Gateway.Workers.Inside;

/// <summary>The one policy of a worker, loaded as the gateway would load it, with its inferences and threads.</summary>
/// <remarks><see cref="Load"/>, <see cref="Create"/> and <see cref="Drop"/> are called by one thread.</remarks>
internal sealed class WorkerEngine(ILoggerFactory loggers) : IDisposable
{
    private readonly RegionAllocator _memory = new();
    private readonly ConcurrentDictionary<int, EngineInference> _inferences = [];
    private readonly ILogger _log = loggers.CreateLogger("PolicyGate.Workers");
    private LaneThread[] _lanes = [];
    private SharedRegion? _laneRegion;
    private IPolicy? _policy;
    private EpisodeShelf? _episodes;
    private int _textBytes;

    public FromWorker.Answer Load(ToWorker.Load load)
    {
        _textBytes = load.TextBytes;
        _laneRegion = SharedRegion.Open(load.Lanes);
        if (LoadPolicy(load) is { } error)
            return new FromWorker.Failed(error.Code, error.Message);
        IPolicy policy = _policy!;
        PolicyTraits traits = policy.Traits;
        _episodes = policy is IStatefulPolicy stateful ? new EpisodeShelf(stateful) : null;
        _lanes = new LaneThread[WorkerLanes.CountFor(traits)];
        for (int i = 0; i < _lanes.Length; i++)
            _lanes[i] = new LaneThread(_laneRegion, i, _inferences, _episodes, _log);
        return new FromWorker.Loaded(policy.Signature, traits, policy.Identity, _episodes is not null);
    }

    public FromWorker.Answer Create(ToWorker.Create create)
    {
        SharedRegion region = SharedRegion.Open(create.Region);
        IInference? inference = null;
        try
        {
            var shape = new InferenceShape(create.Sizes);
            var layout = new RegionLayout(_policy!.Signature, shape, _textBytes);
            if (layout.Bytes != region.Bytes)
                return new FromWorker.Failed(ErrorCode.Internal, "gateway and worker disagree on a region's size");
            _memory.Begin(region, layout);
            inference = _policy.CreateInference(shape);
            _memory.End();
            var made = new EngineInference(region, layout, inference, _policy.Signature);
            _inferences[create.Inference] = made;
            return new FromWorker.Created(made.Inputs);
        }
        catch
        {
            _memory.End();
            inference?.Dispose();
            region.Dispose();
            throw;
        }
    }

    public void Drop(int number)
    {
        if (_inferences.TryRemove(number, out EngineInference? inference))
            inference.Dispose();
    }

    /// <summary>Any thread may call it.</summary>
    public void Cancel(int lane, int sequence)
    {
        LaneThread[] lanes = _lanes;
        if (lane < lanes.Length)
            lanes[lane]?.Cancel(sequence);
    }

    /// <summary>Any thread may call it.</summary>
    public void Forget(IReadOnlyList<long> episodes)
    {
        foreach (long episode in episodes)
            _episodes?.Forget(episode);
    }

    public void Dispose()
    {
        foreach (int number in _inferences.Keys)
            Drop(number);
        _episodes?.Dispose();
        _policy?.Dispose();
    }

    private GatewayError? LoadPolicy(ToWorker.Load load)
    {
        var copies = new PluginCopies(
            PluginCopies.UsualRoots(), TimeProvider.System, loggers.CreateLogger("PolicyGate.Plugins"));
        var host = new PluginHost(PluginCatalog.Scan(load.PluginFolder), copies, loggers);
        if (host.Load(load.Backend, out Plugin? plugin) is { } missing)
            return missing;
        IConfiguration options = new ConfigurationBuilder()
            .AddInMemoryCollection(load.Options.Select(o => KeyValuePair.Create(o.Key, (string?)o.Value))).Build();
        List<string> errors = [];
        if (plugin!.Check(options, errors) is { } unfit)
            return unfit;
        if (errors.Count > 0)
            return new GatewayError(ErrorCode.InvalidArgument, string.Join("; ", errors));
        var context = new PolicyContext
        {
            Folder = load.Folder,
            ModelPath = load.ModelPath,
            Declared = load.Declared,
            Call = load.Call,
            Options = options,
            Logger = loggers.CreateLogger(plugin.Description.Name),
            Memory = _memory,
            Time = TimeProvider.System,
            Device = load.Device,
        };
        return plugin.Load(context, CancellationToken.None, out _policy);
    }
}
