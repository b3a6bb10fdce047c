using PolicyGate.Gateway.Policies;
using PolicyGate.Gateway.Swaps;
using PolicyGate.Tests.Fixtures;

namespace PolicyGate.Tests.Functional.Swaps;

/// <summary>Another version of a policy in the place of the one that answers, while a robot is there.</summary>
public sealed class SwapTests : ConstantSwaps
{
    [Fact]
    public async Task A_robot_comes_to_it_with_its_next_episode()
    {
        await using ServedGateway gateway = await Serve();
        using var arm = new AskingArm(gateway);
        arm.Begin().ShouldBe(1);

        SwapReport report = await Swap(gateway, Second.Path, trialTicks: 0);

        (report.Done, report.Version).ShouldBe((true, 2), report.Reason);
        arm.Value().ShouldBe(1, "the episode was begun by the first");
        arm.Begin().ShouldBe(2);
    }

    [Fact]
    public async Task Or_at_once_and_back_again()
    {
        await using ServedGateway gateway = await Serve();
        using var arm = new AskingArm(gateway);
        arm.Begin().ShouldBe(1);

        (await Swap(gateway, Second.Path, Takeover.Now, trialTicks: 0)).Done.ShouldBeTrue();
        arm.Value().ShouldBe(2);

        SwapReport back = await gateway.Host.Policies.RollBackAsync(new(Name, Takeover.Now), CancellationToken.None);
        (back.Done, back.Version, back.Folder).ShouldBe((true, 1, First.Path), back.Reason);
        arm.Value().ShouldBe(1);
    }

    [Fact]
    public async Task It_is_tried_on_robots_ticksFirst()
    {
        await using ServedGateway gateway = await Serve();
        using var arm = new TickingArm(gateway);

        SwapReport report = await Swap(gateway, Second.Path, Takeover.Now, trialTicks: 5);

        (report.Done, report.TrialTicks, report.MaximumDifference).ShouldBe((true, 5, 1), report.Reason);
        Eventually.Holds(() => arm.Values.LastOrDefault() == 2, () => $"it answers {arm.Values.LastOrDefault()}");
        arm.Values.ShouldBeInOrder(SortDirection.Ascending, "first all of the first, then all of the second");
    }

    [Fact]
    public async Task What_lies_too_far_from_what_is_answered_never_takes_over()
    {
        await using ServedGateway gateway = await Serve();
        using var arm = new TickingArm(gateway);

        SwapReport report = await gateway.Host.Policies.SwapAsync(
            new SwapRequest(Name) { Folder = Second.Path, TrialTicks = 5, MaximumDifference = 0.5 },
            CancellationToken.None);

        report.Reason.ShouldNotBeNull().ShouldContain("tick 1 of its trial lies 1 from what was answered");
        AliveVersions(gateway, 1);
        arm.Values.ShouldAllBe(value => value == 1);
    }

    [Fact]
    public async Task Where_no_robot_ticks_that_is_said()
    {
        await using ServedGateway gateway = await Serve(("Swaps:TrialTime", "00:00:00.1"));

        SwapReport report = await Swap(gateway, Second.Path, trialTicks: 5);

        report.Done.ShouldBeTrue(report.Reason);
        report.Notes.ShouldContain(note => note.StartsWith("no robot ticked within 0.1 s", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("NaN", 16, "holds NaN at row 0")]
    [InlineData("2", 7, "it commands 7 positions, and policy 'constant' commands 16")]
    [InlineData("no number", 16, "does not hold one number")]
    public async Task What_cannot_drive_the_robot_is_refused_and_why_is_told(string value, int joints, string reason)
    {
        using var bad = new ConstantPolicy(value, joints);
        await using ServedGateway gateway = await Serve();
        using var arm = new AskingArm(gateway);
        arm.Begin().ShouldBe(1);

        SwapReport report = await Swap(gateway, bad.Path, Takeover.Now);

        (report.Done, report.Version).ShouldBe((false, 1));
        report.Reason.ShouldNotBeNull().ShouldContain(reason);
        arm.Value().ShouldBe(1);
        AliveVersions(gateway, 1);
        gateway.Host.Policies.List().Single().LastSwap.ShouldBe(report);
    }

    [Fact]
    public async Task A_missing_native_library_is_named()
    {
        await using ServedGateway gateway = await Serve();

        SwapReport report = await gateway.Host.Policies.SwapAsync(
            new SwapRequest(Name) { Backend = "NativeLibraryMissing" }, CancellationToken.None);

        report.Done.ShouldBeFalse();
        report.Reason.ShouldNotBeNull()
            .ShouldContain("native library 'policygate_no_such_engine' is not in the plugin's folder");
    }

    [Fact]
    public async Task What_answers_already_is_not_loaded_again()
    {
        await using ServedGateway gateway = await Serve();
        using var copy = new ConstantPolicy("1");

        SwapReport same = await Swap(gateway, copy.Path);
        same.Reason.ShouldNotBeNull().ShouldContain("it is what answers already");

        (await Swap(gateway, Second.Path, trialTicks: 0)).Done.ShouldBeTrue();
        (await Swap(gateway, Second.Path)).Reason.ShouldNotBeNull().ShouldContain("it is what answers already");
    }

    [Fact]
    public async Task Twenty_in_a_row_leave_two()
    {
        await using ServedGateway gateway = await Serve();
        using var arm = new AskingArm(gateway);
        arm.Begin().ShouldBe(1);
        for (int swap = 2; swap <= 21; swap++)
        {
            Second.Set($"{swap}");

            SwapReport report = await Swap(gateway, Second.Path, Takeover.Now, trialTicks: 0);

            (report.Done, report.Version).ShouldBe((true, swap), report.Reason);
            arm.Value().ShouldBe(swap);
        }
        AliveVersions(gateway, 20, 21);
    }

    [Fact]
    public async Task Robots_that_stay_in_their_episodes_hold_versions_and_then_it_is_refused()
    {
        await using ServedGateway gateway = await Serve(("Limits:PolicyVersions", "3"));
        using var arm = new AskingArm(gateway);
        arm.Begin().ShouldBe(1);
        (await Swap(gateway, Second.Path, trialTicks: 0)).Done.ShouldBeTrue();
        Second.Set("3");
        (await Swap(gateway, Second.Path, trialTicks: 0)).Done.ShouldBeTrue();
        Second.Set("4");

        SwapReport report = await Swap(gateway, Second.Path, trialTicks: 0);

        report.Reason.ShouldNotBeNull().ShouldContain("3 versions of it are loaded already (Limits:PolicyVersions)");
        report.Reason.ShouldContain("version 1 has 1 robots or shadows");
        arm.Value().ShouldBe(1);
        arm.Begin().ShouldBe(3);
        AliveVersions(gateway, 2, 3);
    }

    [Fact]
    public async Task One_at_a_time_and_whoever_asked_may_end_it()
    {
        await using ServedGateway gateway = await Serve(("Swaps:WholeTime", "00:01:00"));
        Second.RemoveModel();
        using var end = new CancellationTokenSource();
        Task<SwapReport> swap = gateway.Host.Policies.SwapAsync(
            new SwapRequest(Name) { Folder = Second.Path }, end.Token);

        (await Swap(gateway, Second.Path)).Reason.ShouldNotBeNull().ShouldContain("is under way");
        await end.CancelAsync();

        (await swap).Reason.ShouldNotBeNull().ShouldContain("ended by who asked for it");
        Step(gateway).ShouldBeNull();
    }

    [Fact]
    public async Task Unknown_names_and_nothing_to_go_back_to_are_told()
    {
        await using ServedGateway gateway = await Serve();

        SwapReport unknown = await gateway.Host.Policies.SwapAsync(new SwapRequest("reach"), CancellationToken.None);
        SwapReport none = await gateway.Host.Policies.RollBackAsync(new(Name, null), CancellationToken.None);

        unknown.Reason.ShouldBe("there is no policy 'reach'; there are: constant");
        none.Reason.ShouldNotBeNull().ShouldContain("it was not swapped");
    }
}
