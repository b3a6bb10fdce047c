using PolicyGate.Gateway.Chunks;
using PolicyGate.Gateway.Errors;
using PolicyGate.Gateway.Observations;
using PolicyGate.Gateway.Policies;
using PolicyGate.Gateway.Telemetry;
using PolicyGate.Tests.Fixtures;

namespace PolicyGate.Tests.Gateway.Policies;

/// <summary>A robot with a thread of its own for each of its ticks.</summary>
internal sealed class AskingRobot(ServedPolicy served)
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private Thread? _thread;
    private string _answer = "none";

    public InferenceTicket Ticket { get; } = new();

    /// <summary>Shows itself with both joints there.</summary>
    public void Ask(float at)
    {
        _thread = new Thread(() => _answer = Infer(at)) { IsBackground = true };
        _thread.Start();
    }

    /// <summary>Waits for what became of it: the failure, or <c>a chunk from 1</c>.</summary>
    public string Answer()
    {
        _thread!.Join(Patience).ShouldBeTrue();
        return _answer;
    }

    private string Infer(float at)
    {
        var observation = new Observation(served.Needs);
        observation.PreparePosition(FakePolicy.Joints).Fill(at);
        var chunk = new ActionChunk();
        GatewayError? error = served.Infer(Ticket, observation, episode: null, seed: 0, chunk, new TickTimings());
        return error?.Message ?? $"a chunk from {chunk.Row(0)[0]}";
    }
}
