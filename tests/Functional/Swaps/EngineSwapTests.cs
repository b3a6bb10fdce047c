using PolicyGate.Gateway.Policies;
using PolicyGate.Gateway.Swaps;
using PolicyGate.Tests.Fixtures;

namespace PolicyGate.Tests.Functional.Swaps;

/// <summary>The trained policy from one engine to another and back, under a robot that ticks.</summary>
public sealed class EngineSwapTests
{
    // Engines sum in other orders.
    private const double Tolerance = 1e-3;

    [NeedsLibTorchFact]
    public async Task Onnx_to_TorchSharp_and_back_moves_no_joint()
    {
        await using ServedGateway gateway = await ServedGateway.Start(
            Repository.At("samples/policies/reach"), "Onnx", new Dictionary<string, string?>(StringComparer.Ordinal)
            {
                ["Chunks:DropLateRows"] = "false",
                ["Limits:ShadowSparePercent"] = "0",
                ["Limits:QueueTime"] = "00:00:10",
                ["Swaps:TrialTime"] = "00:01:00",
            });
        using var arm = new TickingArm(gateway);

        SwapReport there = await gateway.Host.Policies.SwapAsync(
            new SwapRequest("reach")
            {
                Backend = "TorchSharp", Takeover = Takeover.Now, TrialTicks = 5, MaximumDifference = Tolerance,
            }, CancellationToken.None);
        SwapReport back = await gateway.Host.Policies.RollBackAsync(new("reach", Takeover.Now), CancellationToken.None);

        (there.Done, there.TrialTicks).ShouldBe((true, 5), there.Reason);
        back.Done.ShouldBeTrue(back.Reason);
        double[] values = arm.Values;
        (values.Max() - values.Min()).ShouldBeLessThan(Tolerance);
    }
}
