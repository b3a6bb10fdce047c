using System.Runtime.InteropServices;
using PolicyGate.Abstractions;

namespace PolicyGate.Tests.Backends;

/// <summary>One robot's inference and episode of a scripted policy, which goes with it.</summary>
internal sealed class ScriptedRobot(IPolicy policy) : IDisposable
{
    private readonly IEpisode[] _episodes = [((IStatefulPolicy)policy).CreateEpisode()];
    private readonly IInference _inference = policy.CreateInference(new(new Dictionary<string, int>()));

    public IPolicy Policy => policy;

    public IEpisode Episode => _episodes[0];

    public float[] Show(params ReadOnlySpan<float> state) => ShowTick(0, state);

    public float[] ShowTick(ulong seed, params ReadOnlySpan<float> state)
    {
        state.CopyTo(MemoryMarshal.Cast<byte, float>(_inference.Input(0)));
        Run(long.MaxValue, CancellationToken.None, seed).ShouldBe(RunResult.Ok);
        return MemoryMarshal.Cast<byte, float>(_inference.Output(0)).ToArray();
    }

    public RunResult Run(long deadline, CancellationToken cancel, ulong seed = 0) =>
        _inference.Run(new RunArguments(1, seed, deadline, _episodes, cancel));

    public void Dispose()
    {
        _inference.Dispose();
        Episode.Dispose();
        policy.Dispose();
    }
}
