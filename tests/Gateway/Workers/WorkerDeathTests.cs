using PolicyGate.Abstractions;
using PolicyGate.Gateway.Limits;
using PolicyGate.Tests.Fixtures;

namespace PolicyGate.Tests.Gateway.Workers;

/// <summary>What becomes of a policy whose workers die, hang or lie.</summary>
public sealed class WorkerDeathTests : IDisposable
{
    private const float State = 1;
    private static readonly TimeSpan Deadline = TimeSpan.FromMilliseconds(100);

    private readonly BreakingPolicy _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("segv", "SIGSEGV (11)")]
    [InlineData("abort", "SIGABRT (6)")]
    [InlineData("exit", "exit code 3")]
    [InlineData("throw", "a bug of the plugin's")]
    [InlineData("garbage", "nonsense on its control pipe")]
    public void A_death_in_a_run_is_told_by_name_and_the_spare_answers_the_next(string demand, string says)
    {
        using var policy = IsolatedPolicy.Load(_folder, IsolatedPolicy.WithSpare);
        policy.RunWell();
        (int first, int spare) = (policy.Serving, policy.WaitForSpare());

        _folder.Demand(demand);
        RunResult lost = policy.Run();
        _folder.Demand("");

        if (demand == "garbage" && lost.Status is RunStatus.Ok)
            Eventually.Holds(() => policy.Workers.Processes.Serving == spare, () => policy.Log.Text);
        else
            lost.Status.ShouldBe(RunStatus.Unavailable, lost.Message);
        policy.RunWell().ShouldBe(State);
        policy.Serving.ShouldBe(spare);
        Eventually.Holds(() => policy.Log.Text.Contains(says), () => policy.Log.Text);
        policy.WaitForSpare().ShouldNotBe(spare);
        Signal.IsAlive(first).ShouldBeFalse();
    }

    [Fact]
    public void Without_a_spare_runs_are_unavailable_at_once_until_the_next_has_started()
    {
        using var policy = IsolatedPolicy.Load(_folder, IsolatedPolicy.Alone);
        policy.RunWell();
        int first = policy.Serving;
        Signal.Send(first, Signal.Kill);
        Eventually.Holds(() => policy.Workers.Current is null, () => policy.Log.Text);

        RunResult none = policy.Run();

        none.Status.ShouldBe(RunStatus.Unavailable);
        none.Message.ShouldNotBeNull().ShouldContain("SIGKILL (9)");
        policy.RunUntilGood();
        policy.Serving.ShouldNotBe(first);
    }

    [Fact]
    public void What_the_gateway_has_filled_in_is_run_by_the_worker_that_takes_over()
    {
        using var policy = IsolatedPolicy.Load(_folder, IsolatedPolicy.WithSpare);
        policy.RunWell();
        int spare = policy.WaitForSpare();
        policy.Inference.Input(0).Clear();
        policy.Inference.SetText(1, 0, "seven b"u8);
        Signal.Send(policy.Serving, Signal.Kill);
        Eventually.Holds(() => policy.Workers.Processes.Serving == spare, () => policy.Log.Text);

        policy.RunAsItStands(seed: 0).ShouldBe(RunResult.Ok);

        policy.FirstOutput.ShouldBe(7);
    }

    [Fact]
    public void A_robots_memory_begins_anew_in_the_worker_that_takes_over()
    {
        using var policy = IsolatedPolicy.Load(_folder, IsolatedPolicy.WithSpare, options: ("Stateful", "true"));
        policy.RunWell();
        policy.RunWell().ShouldBe(State + 1);
        int spare = policy.WaitForSpare();
        Signal.Send(policy.Serving, Signal.Kill);
        Eventually.Holds(() => policy.Workers.Processes.Serving == spare, () => policy.Log.Text);
        policy.RunWell().ShouldBe(State);
    }

    [Fact]
    public void One_that_hangs_costs_its_deadline_with_a_spare_and_is_killed_afterwards()
    {
        using var policy = IsolatedPolicy.Load(_folder, IsolatedPolicy.WithSpare);
        policy.RunWell();
        (int first, int spare) = (policy.Serving, policy.WaitForSpare());

        _folder.Demand("hang");
        // It has to see what is demanded of it before that is taken back.
        RunResult late = policy.Run(TimeSpan.FromSeconds(2));
        _folder.Demand("");

        late.Status.ShouldBe(RunStatus.DeadlineExceeded, late.Message);
        policy.RunWell().ShouldBe(State);
        policy.Serving.ShouldBe(spare);
        Eventually.Holds(() => policy.Log.Text.Contains("Limits:WorkerGraceTime"), () => policy.Log.Text);
        Signal.IsAlive(first).ShouldBeFalse();
        policy.WaitForSpare().ShouldNotBe(first);
    }

    [Fact]
    public void One_that_was_only_late_stands_by_again()
    {
        using var policy = IsolatedPolicy.Load(
            _folder, IsolatedPolicy.WithSpare, new LimitsOptions { WorkerGraceTime = TimeSpan.FromSeconds(3) });
        policy.RunWell();
        (int first, int spare) = (policy.Serving, policy.WaitForSpare());

        _folder.Demand("late 300");
        policy.Run(Deadline).Status.ShouldBe(RunStatus.DeadlineExceeded);
        _folder.Demand("");

        policy.RunWell().ShouldBe(State);
        policy.Serving.ShouldBe(spare);
        policy.WaitForSpare().ShouldBe(first);
        policy.Log.Text.ShouldContain("stands by again");
    }

    [Theory]
    [InlineData(Signal.Kill)]
    [InlineData(Signal.Stop)]
    public void A_spare_that_dies_or_hangs_is_replaced_before_it_is_needed(int signal)
    {
        using var policy = IsolatedPolicy.Load(_folder, IsolatedPolicy.WithSpare);
        policy.RunWell();
        (int first, int spare) = (policy.Serving, policy.WaitForSpare());

        Signal.Send(spare, signal);

        Eventually.Holds(() => policy.Workers.Processes.Spare is { } next && next != spare, () => policy.Log.Text);
        Signal.IsAlive(spare).ShouldBeFalse();
        policy.RunWell().ShouldBe(State);
        policy.Serving.ShouldBe(first);
    }

    [Fact]
    public void Workers_that_die_time_and_again_end_in_a_policy_out_of_service_and_not_in_a_busy_machine()
    {
        var limits = new LimitsOptions { WorkerDeaths = 3 };
        using var policy = IsolatedPolicy.Load(_folder, IsolatedPolicy.WithSpare, limits);
        policy.RunWell();
        policy.WaitForSpare();

        _folder.Demand("segv");
        RunResult last = default;
        Eventually.Holds(() => (last = policy.Run()).Status is RunStatus.DeviceLost, () => policy.Log.Text);

        last.Message.ShouldNotBeNull().ShouldContain("Limits:WorkerDeaths");
        last.Message.ShouldContain("SIGSEGV");
        policy.Log.Text.ShouldContain("is out of service");
        _folder.Demand("");
        policy.Run().Status.ShouldBe(RunStatus.DeviceLost, "it stays so");
        int started = policy.Log.All.Count(line => line.Contains(" warm after ") || line.Contains("has loaded it"));
        started.ShouldBeLessThanOrEqualTo(limits.WorkerDeaths + 2);
    }

    [Fact]
    public void A_worker_that_cannot_be_started_again_is_tried_with_growing_pauses_and_then_given_up()
    {
        using var policy = IsolatedPolicy.Load(_folder, IsolatedPolicy.Alone, new LimitsOptions { WorkerDeaths = 4 });
        policy.RunWell();
        _folder.Demand("load-refuse");
        Signal.Send(policy.Serving, Signal.Segv);

        Eventually.Holds(() => policy.Run().Status is RunStatus.DeviceLost, () => policy.Log.Text);

        policy.Log.Text.ShouldContain("the model is not what it should be");
        policy.Log.All.Count(line => line.Contains("no worker process could be made ready")).ShouldBe(3);
    }

    [Fact]
    public async Task A_policy_is_disposed_of_while_it_runs_and_leaves_nothing()
    {
        var limits = new LimitsOptions { DrainTime = TimeSpan.FromMilliseconds(300) };
        var policy = IsolatedPolicy.Load(_folder, IsolatedPolicy.WithSpare, limits);
        policy.RunWell();
        (int first, int spare) = (policy.Serving, policy.WaitForSpare());
        _folder.Demand("hang");
        Task<RunResult> run = Task.Run(() => policy.Run());
        Eventually.Holds(() => policy.Workers.Current!.IsBusy, () => policy.Log.Text);

        policy.Policy.Dispose();

        RunResult ended = await run.WaitAsync(TimeSpan.FromSeconds(30));
        ended.Status.ShouldBe(RunStatus.Unavailable, ended.Message);
        Signal.IsAlive(first).ShouldBeFalse();
        Signal.IsAlive(spare).ShouldBeFalse();
        policy.Dispose();
    }
}
