using PolicyGate.Abstractions;
using PolicyGate.Gateway.Binding;
using PolicyGate.Gateway.Configuration;
using PolicyGate.Gateway.Errors;
using PolicyGate.Gateway.Limits;
using PolicyGate.Gateway.Policies;
using PolicyGate.Gateway.Sessions;
using PolicyGate.Gateway.Telemetry;
using PolicyGate.Tests.Fixtures;

namespace PolicyGate.Tests.Gateway.Policies;

public sealed class PolicyVersionTests : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);
    private static readonly PolicyConfig Config = new() { Name = "fake", Folder = "/nowhere", Backend = "fake" };

    private readonly FakePolicy _model = new();

    public void Dispose() => _model.Dispose();

    [Fact]
    public async Task It_is_freed_once_it_is_retired_and_the_last_has_left()
    {
        PolicyVersion version = Version(new LimitsOptions());
        version.TryEnter().ShouldBeTrue();
        version.TryEnter().ShouldBeTrue();

        version.Retire();
        version.TryEnter().ShouldBeFalse();
        version.Leave();
        version.Freed.IsCompleted.ShouldBeFalse();
        version.Leave();

        await version.Freed.WaitAsync(Patience);
        _model.Disposed.ShouldBeTrue();
    }

    [Fact]
    public async Task Not_before_a_run_that_is_late_has_returned_and_then_with_what_it_remembers()
    {
        using var returns = new ManualResetEventSlim();
        _model.Run = _ =>
        {
            returns.Wait();
            return RunResult.Ok;
        };
        var limits = new LimitsOptions { DrainTime = TimeSpan.FromMilliseconds(1) };
        PolicyVersion version = Version(limits, deadline: TimeSpan.FromMilliseconds(20));
        version.TryEnter().ShouldBeTrue();
        var runs = new PolicyRuns(version.Policy);
        runs.Run(BlankObservation.For(FakePolicy.Description, version.Policy.Needs), new TickTimings())
            .ShouldNotBeNull().Code.ShouldBe(ErrorCode.DeadlineExceeded);

        runs.Dispose();
        version.Leave();
        version.Retire();

        (version.Freed.IsCompleted, _model.Disposed, _model.EpisodesDisposed).ShouldBe((false, false, 0));
        returns.Set();
        await version.Freed.WaitAsync(Patience);
        (_model.Disposed, _model.EpisodesDisposed).ShouldBe((true, 1));
    }

    private PolicyVersion Version(LimitsOptions limits, TimeSpan? deadline = null) =>
        new(1, Config, _model.Serve(limits, TimeProvider.System, deadline));
}
