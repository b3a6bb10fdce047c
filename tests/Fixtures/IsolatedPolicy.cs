using System.Runtime.InteropServices;
using Microsoft.Extensions.Logging;
using PolicyGate.Abstractions;
using PolicyGate.Gateway.Configuration;
using PolicyGate.Gateway.Errors;
using PolicyGate.Gateway.Limits;
using PolicyGate.Gateway.Workers;

namespace PolicyGate.Tests.Fixtures;

/// <summary>A policy in worker processes, as the gateway loads it, with one inference of it.</summary>
internal sealed class IsolatedPolicy : IDisposable
{
    public static readonly WorkerConfig Alone = new(
        Spare: false, new Dictionary<string, string>(StringComparer.Ordinal), LibraryPath: null, MemoryBytes: null);

    public static readonly WorkerConfig WithSpare = Alone with { Spare = true };

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private readonly ILoggerFactory _loggers;
    private readonly IEpisode[] _episodes;

    private IsolatedPolicy(IPolicy policy, ILoggerFactory loggers, LogLines log)
    {
        (Policy, _loggers, Log) = (policy, loggers, log);
        _episodes = policy is IStatefulPolicy stateful ? [stateful.CreateEpisode()] : [];
        Inference = policy.CreateInference(new InferenceShape(new Dictionary<string, int>(StringComparer.Ordinal)));
    }

    public IPolicy Policy { get; }

    public IInference Inference { get; }

    public LogLines Log { get; }

    public WorkerSupervisor Workers => ((WorkerPolicy)Policy).Supervisor;

    /// <summary>The process that serves; it is one.</summary>
    public int Serving => Workers.Processes.Serving.ShouldNotBeNull(Log.Text);

    public static IsolatedPolicy Load(
        BreakingPolicy folder, WorkerConfig config, LimitsOptions? limits = null,
        params IEnumerable<(string Key, string Value)> options)
    {
        GatewayError? error = TryLoad(folder, config, limits, out IsolatedPolicy? policy, [.. options]);
        error.ShouldBeNull();
        return policy!;
    }

    public static GatewayError? TryLoad(
        BreakingPolicy folder, WorkerConfig config, LimitsOptions? limits, out IsolatedPolicy? policy,
        params IEnumerable<(string Key, string Value)> options)
    {
        PolicyFolder read = PolicyFolder.Read(folder.Path, BreakingPolicy.Backend);
        PolicyContext context = TestContexts.Of(
            read.Folder, read.ModelPath, read.Declared, memory: null, [.. options]);
        return TryLoad(BreakingPolicy.PluginFolder, BreakingPolicy.Backend, context, config, limits, out policy);
    }

    public static GatewayError? TryLoad(
        string plugins, string backend, PolicyContext context, WorkerConfig config, LimitsOptions? limits,
        out IsolatedPolicy? policy)
    {
        policy = null;
        var log = new LogLines();
        var loggers = LoggerFactory.Create(builder => builder.AddProvider(log));
        var loader = new WorkerPolicyLoader(plugins, limits ?? new LimitsOptions(), loggers);
        if (loader.Load("tested", backend, context, config, CancellationToken.None, out IPolicy? loaded) is { } error)
            return error;
        policy = new IsolatedPolicy(loaded!, loggers, log);
        return null;
    }

    /// <summary>Runs on a state of ones, within the limit.</summary>
    public RunResult Run(TimeSpan? limit = null, CancellationToken cancel = default)
    {
        MemoryMarshal.Cast<byte, float>(Inference.Input(0)).Fill(1);
        long deadline = TimeProvider.System.GetTimestamp()
            + (long)((limit ?? Patience).TotalSeconds * TimeProvider.System.TimestampFrequency);
        return Inference.Run(new RunArguments(Rows: 1, Seed: 0, deadline, _episodes, cancel));
    }

    /// <summary>Runs on what was filled in.</summary>
    public RunResult RunAsItStands(ulong seed) =>
        Inference.Run(new RunArguments(Rows: 1, seed, long.MaxValue, _episodes, CancellationToken.None));

    public float FirstOutput => MemoryMarshal.Cast<byte, float>(Inference.Output(0))[0];

    /// <summary>The first value of the chunk of a run that must be good.</summary>
    public float RunWell()
    {
        RunResult result = Run();
        result.ShouldBe(RunResult.Ok, Log.Text);
        return FirstOutput;
    }

    public void Reset() => _episodes[0].Reset();

    /// <summary>Runs until a run is good; what the others came to is a matter of time.</summary>
    public void RunUntilGood() => Eventually.Holds(() => Run().Status is RunStatus.Ok, () => Log.Text);

    /// <summary>Waits until a spare stands by.</summary>
    /// <returns>Its process.</returns>
    public int WaitForSpare()
    {
        Eventually.Holds(() => Workers.Processes.Spare is not null, () => Log.Text);
        return Workers.Processes.Spare!.Value;
    }

    public void Dispose()
    {
        Inference.Dispose();
        foreach (IEpisode episode in _episodes)
            episode.Dispose();
        Policy.Dispose();
        _loggers.Dispose();
    }
}
