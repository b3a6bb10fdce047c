using PolicyGate.Gateway.Comparison.Report;
using PolicyGate.Gateway.Comparison.Sides;
using PolicyGate.Gateway.Limits;
using PolicyGate.Gateway.Recording;

namespace PolicyGate.Gateway.Comparison.Pictures;

/// <summary>Reads the pictures of the worst ticks, by going through the input once more: which they are is known at the
/// end alone, and of all ticks nobody can keep the pictures.</summary>
internal sealed class WorstPictures(ComparisonRequest request, LoadedSide a, LoadedSide b, TimeProvider time)
{
    private readonly LimitsOptions _limits = request.Config.Limits;

    /// <returns>The same ticks in their order, with pictures where they can be read.</returns>
    public IReadOnlyList<WorstTick> Add(IReadOnlyList<WorstTick> worst)
    {
        string[] cameras = [.. a.Cameras.Union(b.Cameras, StringComparer.Ordinal)];
        if (worst.Count == 0 || cameras.Length == 0)
            return worst;
        WorstTick[] with = [.. worst];
        using var openArm = new OpenArmPictures(cameras, _limits, time);
        int left = with.Length;
        foreach (RecordedTick tick in request.Input.Read())
        {
            int index = Array.FindIndex(with, other => other.Session == tick.Session && other.Tick == tick.Tick);
            if (index < 0)
                continue;
            with[index] = with[index] with
            {
                Pictures = tick.Wire is RecordedWire.OpenArm ? openArm.Read(tick) : ReadLeRobot(tick),
            };
            if (--left == 0)
                break;
        }
        return with;
    }

    /// <summary>By each policy's own features: a robot may name more cameras than one of them looks at.</summary>
    private List<TickPicture> ReadLeRobot(RecordedTick tick) =>
    [
        .. new[] { a, b }.SelectMany(side => new LeRobotPictures(side.Policy, _limits).Read(tick))
            .DistinctBy(picture => picture.Camera, StringComparer.Ordinal),
    ];
}
