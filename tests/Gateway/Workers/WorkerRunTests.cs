using System.Runtime.InteropServices;
using PolicyGate.Abstractions;
using PolicyGate.Gateway.Errors;
using PolicyGate.Gateway.Limits;
using PolicyGate.Tests.Fixtures;

namespace PolicyGate.Tests.Gateway.Workers;

/// <summary>What a policy in a worker answers while nothing is wrong with it.</summary>
public sealed class WorkerRunTests : IDisposable
{
    private const float State = 1;

    private readonly BreakingPolicy _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("Onnx")]
    [InlineData("Scripted")]
    public void Its_answers_are_those_of_the_same_policy_in_this_process_to_the_bit(string backend)
    {
        string folder = Path.Combine(GoldenData.Root, "act-tiny");
        PolicyFolder read = PolicyFolder.Read(folder, backend);
        PolicyContext context = TestContexts.Of(read.Folder, read.ModelPath, read.Declared);
        IsolatedPolicy.TryLoad(ShippedPlugins.Folder, backend, context, IsolatedPolicy.Alone, null, out var isolated)
            .ShouldBeNull();
        using IsolatedPolicy there = isolated!;
        using IPolicy here = ShippedPlugins.Load(backend, context);
        using IInference inference = here.CreateInference(new InferenceShape(new Dictionary<string, int>()));
        IEpisode[] episodes = here is IStatefulPolicy stateful ? [stateful.CreateEpisode()] : [];
        var random = new Random(7);
        for (int run = 0; run < 5; run++)
        {
            for (int i = 0; i < here.Signature.Inputs.Count; i++)
            {
                foreach (ref float value in MemoryMarshal.Cast<byte, float>(inference.Input(i)))
                    value = random.NextSingle();
                inference.Input(i).CopyTo(there.Inference.Input(i));
            }
            inference.Run(new RunArguments(1, Seed: 3, long.MaxValue, episodes, default)).ShouldBe(RunResult.Ok);
            there.RunAsItStands(seed: 3).ShouldBe(RunResult.Ok);
            there.Inference.Output(0).ToArray().ShouldBe(inference.Output(0).ToArray());
            inference.Output(0).ToArray().ShouldContain(value => value != 0);
        }
        there.Policy.Identity.Engine.ShouldBe(here.Identity.Engine);
    }

    [NeedsLibTorchFact]
    public void TorchScripts_answers_are_the_same_too() =>
        Its_answers_are_those_of_the_same_policy_in_this_process_to_the_bit("TorchSharp");

    [Fact]
    public void Texts_come_over_and_can_be_set_again()
    {
        using var policy = IsolatedPolicy.Load(_folder, IsolatedPolicy.Alone);
        policy.RunWell().ShouldBe(State);
        policy.Inference.SetText(1, 0, "grasp"u8);
        policy.RunWell().ShouldBe(State + 5);
        policy.Inference.SetText(1, 0, ""u8);
        policy.RunWell().ShouldBe(State);
    }

    [Fact]
    public void A_backend_that_does_not_take_the_hosts_memory_is_answered_by_copies()
    {
        using var policy = IsolatedPolicy.Load(_folder, IsolatedPolicy.Alone, options: ("Elsewhere", "true"));
        policy.RunWell().ShouldBe(State);
    }

    [Fact]
    public void An_expected_failure_is_a_result_and_costs_no_worker()
    {
        using var policy = IsolatedPolicy.Load(_folder, IsolatedPolicy.Alone);
        policy.RunWell();
        int before = policy.Serving;
        _folder.Demand("fail the gripper is open");
        policy.Run().ShouldBe(new RunResult(RunStatus.Failed, "the gripper is open"));
        _folder.Demand("");
        policy.RunWell().ShouldBe(State);
        policy.Serving.ShouldBe(before);
    }

    [Fact]
    public void What_an_engine_prints_to_stdout_harms_nothing_and_is_logged()
    {
        using var policy = IsolatedPolicy.Load(_folder, IsolatedPolicy.Alone);
        _folder.Demand("print");
        policy.RunWell().ShouldBe(State);
        Eventually.Holds(
            () => policy.Log.Text.Contains("printed: what an engine prints to stdout"), () => policy.Log.Text);
    }

    [Fact]
    public void A_robots_memory_lives_in_the_worker_and_is_reset_when_an_episode_begins()
    {
        using var policy = IsolatedPolicy.Load(_folder, IsolatedPolicy.Alone, options: ("Stateful", "true"));
        policy.RunWell().ShouldBe(State);
        policy.RunWell().ShouldBe(State + 1);
        policy.RunWell().ShouldBe(State + 2);
        policy.Reset();
        policy.RunWell().ShouldBe(State);
        policy.RunWell().ShouldBe(State + 1);
    }

    [Fact]
    public void A_run_that_nobody_waits_for_any_more_is_told_to_the_backend()
    {
        using var policy = IsolatedPolicy.Load(
            _folder, IsolatedPolicy.Alone, new LimitsOptions { WorkerGraceTime = TimeSpan.FromSeconds(30) });
        policy.RunWell();
        int before = policy.Serving;
        _folder.Demand("stop-early");
        policy.Run(limit: TimeSpan.FromMilliseconds(50)).Status.ShouldBe(RunStatus.DeadlineExceeded);
        _folder.Demand("");
        policy.RunWell().ShouldBe(State);
        policy.Serving.ShouldBe(before, "it stopped early, and was not killed");
    }

    [Theory]
    [InlineData("load-refuse", "the model is not what it should be")]
    [InlineData("load-throw", "a bug of the plugin's")]
    [InlineData("load-abort", "SIGABRT (6)")]
    [InlineData("load-abort", "terminate called after throwing")]
    [InlineData("load-hang", "did not load the policy within 2 s (Limits:WorkerLoadTime)")]
    public void A_load_that_fails_says_why_and_leaves_no_process(string demand, string says)
    {
        _folder.Demand(demand);
        var limits = new LimitsOptions { WorkerLoadTime = TimeSpan.FromSeconds(demand == "load-hang" ? 2 : 60) };
        GatewayError error = IsolatedPolicy.TryLoad(_folder, IsolatedPolicy.Alone, limits, out _).ShouldNotBeNull();
        error.Message.ShouldContain(says);
    }

    [Fact]
    public void Options_are_judged_by_the_worker()
    {
        GatewayError error = IsolatedPolicy.TryLoad(
            _folder, IsolatedPolicy.Alone, null, out _, ("Speed", "9")).ShouldNotBeNull();
        error.Message.ShouldContain("unknown option 'Speed'");
    }

    [Fact]
    public void A_worker_takes_no_more_memory_than_it_may()
    {
        using var policy = IsolatedPolicy.Load(_folder, IsolatedPolicy.Alone with { MemoryBytes = 512L << 20 });
        policy.RunWell();
        _folder.Demand($"take {1L << 30}");
        RunResult result = policy.Run();
        result.Status.ShouldBe(RunStatus.Unavailable, result.Message);
        result.Message.ShouldNotBeNull().ShouldContain("OutOfMemoryException");
        _folder.Demand($"take {64L << 20}");
        policy.RunUntilGood();
    }

    [Fact]
    public void Its_environment_is_its_own()
    {
        var environment = new Dictionary<string, string> { ["POLICYGATE_TEST_WORKER"] = "here" };
        using var policy = IsolatedPolicy.Load(
            _folder, IsolatedPolicy.Alone with { Environment = environment, LibraryPath = "/nowhere" });
        string[] seen = File.ReadAllText($"/proc/{policy.Serving}/environ").Split('\0');
        seen.ShouldContain("POLICYGATE_TEST_WORKER=here");
        seen.ShouldContain(variable => variable.StartsWith("LD_LIBRARY_PATH=/nowhere"));
        File.ReadAllText($"/proc/{policy.Serving}/oom_score_adj").Trim().ShouldBe("500");
    }
}
