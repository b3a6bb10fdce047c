using PolicyGate.Gateway.Policies;
using PolicyGate.Gateway.Swaps;
using PolicyGate.Tests.Fixtures;

namespace PolicyGate.Tests.Functional.Swaps;

/// <summary>Folders that somebody is still writing to, or that hold what no policy folder does.</summary>
public sealed class SwapFolderTests : ConstantSwaps
{
    [Fact]
    public async Task A_folder_that_is_half_there_is_waited_for()
    {
        await using ServedGateway gateway = await Serve(("Swaps:WholeTime", "00:00:30"));
        Second.RemoveModel();

        Task<SwapReport> swap = Swap(gateway, Second.Path, trialTicks: 0);
        Eventually.Holds(() => Step(gateway)?.Contains("to be whole", StringComparison.Ordinal) is true,
            () => "it does not wait");
        Second.Set("2");

        (await swap).Done.ShouldBeTrue((await swap).Reason);
    }

    [Fact]
    public async Task One_that_stands_still_with_half_a_model_is_waited_for_as_well()
    {
        await using ServedGateway gateway = await Serve(("Swaps:WholeTime", "00:00:30"));
        Second.Set("");
        // Other tests' loads come first: what was written is to be new until it is this one's turn.
        Second.Age(-TimeSpan.FromSeconds(4));

        Task<SwapReport> swap = Swap(gateway, Second.Path, trialTicks: 0);
        Eventually.Holds(
            () => Step(gateway)?.Contains("changes: ", StringComparison.Ordinal) is true || swap.IsCompleted,
            () => "it does not wait");
        Second.Set("2");

        (await swap).Done.ShouldBeTrue((await swap).Reason);
        (await swap).Version.ShouldBe(2);
    }

    [Fact]
    public async Task But_not_for_ever()
    {
        await using ServedGateway gateway = await Serve();
        Second.RemoveModel();

        SwapReport report = await Swap(gateway, Second.Path);

        report.Done.ShouldBeFalse();
        report.Reason.ShouldNotBeNull().ShouldContain("was not whole within 0.5 s (Swaps:WholeTime)");
        report.Reason.ShouldContain("value.txt");
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_FIFO_in_the_folder_is_refused_and_the_next_swap_goes_on(bool linked)
    {
        await using ServedGateway gateway = await Serve();
        string elsewhere = Directory.CreateTempSubdirectory("policygate-tests-").FullName;
        string fifo = Path.Combine(linked ? elsewhere : Second.Path, "notes");
        using (var mkfifo = System.Diagnostics.Process.Start("mkfifo", [fifo]))
            await mkfifo.WaitForExitAsync();
        if (linked)
            File.CreateSymbolicLink(Path.Combine(Second.Path, "notes"), fifo);

        SwapReport report = await Swap(gateway, Second.Path);

        report.Done.ShouldBeFalse();
        report.Reason.ShouldNotBeNull().ShouldContain($"{Path.Combine(Second.Path, "notes")} is no regular file");
        File.Delete(Path.Combine(Second.Path, "notes"));
        Directory.Delete(elsewhere, recursive: true);
        (await Swap(gateway, Second.Path)).Done.ShouldBeTrue();
    }

    [Fact]
    public async Task A_folder_that_was_changed_in_place_is_another_version()
    {
        await using ServedGateway gateway = await Serve();
        using var arm = new AskingArm(gateway);
        First.Set("3");
        arm.Begin().ShouldBe(1);

        SwapReport report = await Swap(gateway, folder: null, Takeover.Now, trialTicks: 0);

        report.Done.ShouldBeTrue(report.Reason);
        arm.Value().ShouldBe(3);
    }
}
