using PolicyGate.Abstractions;

namespace PolicyGate.Tests.Backends.Contract;

/// <summary>Runs that nobody waits for any more, and the end of everything.</summary>
public sealed class StopTests
{
    [ContractTheory, ContractCases]
    public void Past_its_deadline_nothing_is_run(ContractCase tested) =>
        NotRun(tested, arguments => arguments with { Deadline = 0 }, RunStatus.DeadlineExceeded);

    [ContractTheory, ContractCases]
    public void Cancelled_before_it_began_nothing_is_run(ContractCase tested) =>
        NotRun(tested, arguments => arguments with { Cancel = new CancellationToken(canceled: true) },
            RunStatus.Cancelled);

    [ContractTheory, ContractCases]
    public void A_deadline_that_is_far_off_and_a_token_that_is_not_set_change_nothing(ContractCase tested)
    {
        using LoadedPolicy policy = tested.Load();
        using IInference inference = policy.CreateInference();
        using CancellationTokenSource cancel = new();
        policy.Fill(inference, seed: 1);
        byte[][] expected = policy.Run(inference);
        long deadline = TimeProvider.System.GetTimestamp() + (60 * TimeProvider.System.TimestampFrequency);

        RunArguments arguments = policy.Arguments with { Deadline = deadline, Cancel = cancel.Token };

        using LoadedPolicy fresh = tested.Load();
        using IInference other = fresh.CreateInference();
        fresh.Fill(other, seed: 1);
        fresh.RunOn(other, arguments with { Episodes = fresh.Arguments.Episodes }).ShouldBe(expected);
    }

    [ContractTheory, ContractCases(ContractKinds.Slow)]
    public async Task Cancelled_while_it_runs_it_ends_either_way_and_the_next_run_is_right(ContractCase tested)
    {
        using LoadedPolicy policy = tested.Load();
        using IInference inference = policy.CreateInference();
        policy.Fill(inference, seed: 1);
        byte[][] expected = policy.Run(inference);
        using CancellationTokenSource cancel = new(TimeSpan.FromMilliseconds(20));

        RunResult result = await UnderWay.Start(
            () => inference.Run(policy.Arguments with { Cancel = cancel.Token })).Ended();

        result.Status.ShouldBeOneOf(RunStatus.Cancelled, RunStatus.Ok);
        policy.Run(inference).ShouldBe(expected);
    }

    [ContractTheory, ContractCases(ContractKinds.Slow)]
    public async Task Disposing_a_policy_waits_for_the_run_that_is_under_way(ContractCase tested)
    {
        LoadedPolicy policy = tested.Load();
        IInference inference = policy.CreateInference();
        policy.Fill(inference, seed: 1);
        byte[][] expected = policy.Run(inference);
        UnderWay run = UnderWay.Start(() => inference.Run(policy.Arguments));
        run.StillRunsAfter(TimeSpan.FromMilliseconds(20));

        policy.Policy.Dispose();

        // A run takes longer than its thread needs to tell that it is over.
        run.IsOverWithin(TimeSpan.FromMilliseconds(100)).ShouldBeTrue("it has not waited");
        RunResult result = await run.Ended();
        result.Status.ShouldBe(RunStatus.Ok, result.Message);
        policy.Outputs(inference).ShouldBe(expected);
        inference.Run(policy.Arguments).Status.ShouldNotBe(RunStatus.Ok, "there is no engine any more");
        inference.Dispose();
        policy.Memory.Live.ShouldBe(0);
    }

    [ContractTheory, ContractCases]
    public void Disposing_twice_is_harmless_and_gives_every_byte_back(ContractCase tested)
    {
        LoadedPolicy policy = tested.Load();
        IInference[] inferences = [policy.CreateInference(), policy.CreateInference()];
        policy.Fill(inferences[0], seed: 1);
        policy.Run(inferences[0]);
        if (tested.Source.TakesMemoryFromContext)
            policy.Memory.Live.ShouldBeGreaterThan(0, "tensors lie in the host's memory");

        foreach (IInference inference in inferences)
        {
            inference.Dispose();
            inference.Dispose();
        }
        policy.Dispose();
        policy.Dispose();

        policy.Memory.Live.ShouldBe(0);
    }

    private static void NotRun(ContractCase tested, Func<RunArguments, RunArguments> late, RunStatus expected)
    {
        using LoadedPolicy policy = tested.Load();
        using IInference inference = policy.CreateInference();
        policy.Fill(inference, seed: 1);
        policy.Run(inference);
        byte[][] before = policy.Outputs(inference);
        policy.Fill(inference, seed: 2);

        RunResult result = inference.Run(late(policy.Arguments));

        result.Status.ShouldBe(expected);
        result.Message.ShouldNotBeNullOrWhiteSpace();
        policy.Outputs(inference).ShouldBe(before, "the model has not run");
        policy.Fill(inference, seed: 1);
        policy.Run(inference).ShouldBe(before);
    }
}
