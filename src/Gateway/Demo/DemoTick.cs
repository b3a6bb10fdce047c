using PolicyGate.RobotClient.OpenArm;

namespace PolicyGate.Gateway.Demo;

/// <summary>One tick as the demo played it.</summary>
/// <param name="Recorded">What was shown, and what the right answer is.</param>
/// <param name="Answer">What the gateway answered.</param>
/// <param name="RoundTrip">From the request's first byte to the answer's last.</param>
/// <param name="Match">The answer beside the recorded one.</param>
internal sealed record DemoTick(RecordedTick Recorded, OpenArmAnswer Answer, TimeSpan RoundTrip, ChunkMatch Match)
{
    private const string Total = "total";

    /// <summary>By stage, the answer's own account, and last what it does not explain.</summary>
    public IEnumerable<OpenArmStage> Stages()
    {
        double rest = RoundTrip.TotalMilliseconds;
        foreach (OpenArmStage stage in Answer.Timing)
        {
            if (stage.Name == Total)
                continue;
            rest -= stage.Milliseconds;
            yield return stage;
        }
        yield return new OpenArmStage(StageNames.Rest, Math.Max(0, rest));
    }
}
