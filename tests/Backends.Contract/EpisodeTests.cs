using System.Runtime.InteropServices;
using PolicyGate.Abstractions;

namespace PolicyGate.Tests.Backends.Contract;

/// <summary>State is a robot's, never a policy's.</summary>
public sealed class EpisodeTests
{
    private const int Runs = 4;

    [ContractTheory, ContractCases(ContractKinds.Stateful)]
    public void After_a_reset_an_episode_is_as_new(ContractCase tested)
    {
        using LoadedPolicy policy = tested.Load();
        using IInference inference = policy.CreateInference();
        using IEpisode episode = Stateful(policy).CreateEpisode();
        byte[][][] first = Play(policy, inference, episode, robot: 0);
        first[1].ShouldNotBe(first[0], "it remembers that it has answered");

        episode.Reset();

        Play(policy, inference, episode, robot: 0).ShouldBe(first);
        episode.Reset();
        episode.Reset();
        Play(policy, inference, episode, robot: 0).ShouldBe(first);
        using IEpisode another = Stateful(policy).CreateEpisode();
        Play(policy, inference, another, robot: 0).ShouldBe(first);
    }

    [ContractTheory, ContractCases(ContractKinds.Stateful)]
    public void Robots_are_apart_whichever_inference_they_run_on(ContractCase tested)
    {
        using LoadedPolicy policy = tested.Load();
        using IInference inference = policy.CreateInference();
        using IInference other = policy.CreateInference();
        using IEpisode one = Stateful(policy).CreateEpisode();
        using IEpisode two = Stateful(policy).CreateEpisode();
        byte[][][] expectedOne = Play(policy, inference, one, robot: 1);
        byte[][][] expectedTwo = Play(policy, inference, two, robot: 2);
        one.Reset();
        two.Reset();

        for (int run = 0; run < Runs; run++)
        {
            IInference used = run % 2 == 0 ? inference : other;
            Step(policy, used, one, robot: 1, run).ShouldBe(expectedOne[run]);
            Step(policy, used, two, robot: 2, run).ShouldBe(expectedTwo[run]);
        }
        one.Reset();

        Step(policy, inference, two, robot: 2, Runs).ShouldNotBe(
            Step(policy, inference, one, robot: 2, Runs), "a reset of one leaves the other as it is");
    }

    [ContractTheory, ContractCases(ContractKinds.Stateful)]
    public void Fewer_episodes_than_rows_are_an_invalid_input(ContractCase tested)
    {
        using LoadedPolicy policy = tested.Load();
        using IInference inference = policy.CreateInference();
        policy.Fill(inference, seed: 1);

        RunResult result = inference.Run(policy.Arguments with { Episodes = default });

        result.Status.ShouldBe(RunStatus.InvalidInput);
        result.Message.ShouldNotBeNull().ShouldContain("episode");
        policy.Run(inference);
    }

    [ContractTheory, ContractCases(ContractKinds.Stateful | ContractKinds.Batch)]
    public void Rows_of_one_run_have_an_episode_each(ContractCase tested)
    {
        using LoadedPolicy policy = tested.Load();
        using IInference alone = policy.CreateInference();
        using IInference together = policy.CreateInference(batch: 2);
        using IEpisode ahead = Stateful(policy).CreateEpisode();
        using IEpisode behind = Stateful(policy).CreateEpisode();
        double[] first = policy.Action(Step(policy, alone, ahead, robot: 3, run: 0));
        double[] second = policy.Action(Step(policy, alone, ahead, robot: 3, run: 0));
        ahead.Reset();
        Step(policy, alone, ahead, robot: 3, run: 0);

        Span<byte> state = policy.Input(alone, TensorRole.State);
        state.CopyTo(policy.Input(together, TensorRole.State));
        state.CopyTo(policy.Input(together, TensorRole.State)[state.Length..]);
        double[] both = policy.Action(policy.RunOn(
            together, policy.Arguments with { Rows = 2, Episodes = new[] { behind, ahead } }));

        both.Take(first.Length).ShouldBe(first);
        both.Skip(first.Length).ShouldBe(second);
    }

    [ContractTheory, ContractCases(ContractKinds.Recurrent)]
    public void A_memory_that_goes_in_and_comes_out_is_kept_by_nobody_else(ContractCase tested)
    {
        using LoadedPolicy policy = tested.Load();
        using IInference inference = policy.CreateInference();
        byte[][][] first = Recur(policy, inference);
        first[1].ShouldNotBe(first[0]);

        Recur(policy, inference).ShouldBe(first);
    }

    private static byte[][][] Play(LoadedPolicy policy, IInference inference, IEpisode episode, int robot) =>
        [.. Enumerable.Range(0, Runs).Select(run => Step(policy, inference, episode, robot, run))];

    private static byte[][] Step(LoadedPolicy policy, IInference inference, IEpisode episode, int robot, int run)
    {
        policy.Fill(inference, seed: (robot * 100) + run);
        return policy.RunOn(inference, policy.Arguments with { Episodes = new[] { episode } });
    }

    private static byte[][][] Recur(LoadedPolicy policy, IInference inference)
    {
        int memory = policy.Policy.Signature.Inputs.ToList().FindIndex(input => input.Name == "hidden");
        policy.Fill(inference, seed: 1);
        inference.Input(memory).Clear();
        var answers = new byte[Runs][][];
        for (int run = 0; run < Runs; run++)
        {
            answers[run] = policy.Run(inference);
            float[] next = [.. policy.Numbers(answers[run], "next_hidden").Select(value => (float)value)];
            MemoryMarshal.AsBytes<float>(next).CopyTo(inference.Input(memory));
        }
        return answers;
    }

    private static IStatefulPolicy Stateful(LoadedPolicy policy) =>
        policy.Policy.ShouldBeAssignableTo<IStatefulPolicy>()!;
}
