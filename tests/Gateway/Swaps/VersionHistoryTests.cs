using PolicyGate.Gateway.Binding;
using PolicyGate.Gateway.Configuration;
using PolicyGate.Gateway.Errors;
using PolicyGate.Gateway.Limits;
using PolicyGate.Gateway.Policies;
using PolicyGate.Gateway.Sessions;
using PolicyGate.Gateway.Swaps;
using PolicyGate.Gateway.Telemetry;
using PolicyGate.Tests.Fixtures;

namespace PolicyGate.Tests.Gateway.Swaps;

public sealed class VersionHistoryTests : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);
    private static readonly PolicyConfig Config = new() { Name = "fake", Folder = "/nowhere", Backend = "fake" };

    private readonly FakePolicy _broken = new() { Run = _ => throw new InvalidOperationException("it is gone") };
    private readonly PolicyHandle _handle = new("fake");
    private readonly VersionHistory _history;

    public VersionHistoryTests() =>
        _history = new VersionHistory(_handle, version => new LoadedVersion(version, Config.Folder));

    public void Dispose()
    {
        _handle.Dispose();
        _broken.Dispose();
    }

    [Fact]
    public void One_that_is_out_of_service_is_not_gone_back_to()
    {
        ServedPolicy broken = Broken();
        _handle.Warm(Config, broken);
        PolicyVersion good = Good(2);
        _history.Publish(_handle.Published!.Version, good, Takeover.Now).ShouldBeNull();

        GatewayError? error = _history.RollBack(Takeover.Now, out PolicyVersion? version);

        error.ShouldNotBeNull().Message.ShouldStartWith("version 1, the one before, cannot answer: policy 'fake'");
        version.ShouldBeNull();
        _handle.Published.Version.ShouldBe(good);
    }

    [Fact]
    public void Nor_does_it_take_over()
    {
        _handle.Warm(Config, new FakePolicy().Serve(new LimitsOptions(), TimeProvider.System));
        PolicyVersion first = _handle.Published!.Version;
        var broken = new PolicyVersion(2, Config, Broken());

        _history.Publish(first, broken, Takeover.Now).ShouldNotBeNull().Message.ShouldContain("out of service");

        _handle.Published.Version.ShouldBe(first);
        broken.Retire();
    }

    [Fact]
    public async Task A_rollback_ends_the_swap_under_way_and_waits_for_nothing_of_it()
    {
        _handle.Warm(Config, new FakePolicy().Serve(new LimitsOptions(), TimeProvider.System));
        _history.Publish(_handle.Published!.Version, Good(2), Takeover.Now).ShouldBeNull();
        _history.Begin(new CancellationTokenSource(), out CancellationToken token).ShouldBeNull();
        var asked = new TaskCompletionSource();
        using var rolledBack = new ManualResetEventSlim();
        using CancellationTokenRegistration ended = token.Register(() =>
        {
            rolledBack.Wait(Patience).ShouldBeTrue();
            asked.SetResult();
        });

        _history.RollBack(Takeover.Now, out PolicyVersion? version).ShouldBeNull();

        version.ShouldNotBeNull().Number.ShouldBe(1);
        rolledBack.Set();
        await asked.Task.WaitAsync(Patience);
    }

    private static PolicyVersion Good(int number) =>
        new(number, Config, new FakePolicy().Serve(new LimitsOptions(), TimeProvider.System));

    private ServedPolicy Broken()
    {
        ServedPolicy policy = _broken.Serve(new LimitsOptions(), TimeProvider.System);
        using var runs = new PolicyRuns(policy);
        while (policy.Fault is null)
            runs.Run(BlankObservation.For(FakePolicy.Description, policy.Needs), new TickTimings()).ShouldNotBeNull();
        return policy;
    }
}
