using System.Text;
using PolicyGate.Gateway.Comparison.Report;
using PolicyGate.Gateway.Observations;
using PolicyGate.Gateway.Recording;
using PolicyGate.Gateway.Replay;
using PolicyGate.Gateway.Telemetry;
using PolicyGate.Gateway.Wires.OpenArm;
using PolicyGate.RobotClient;

namespace PolicyGate.Gateway.Comparison;

/// <summary>Reads the pictures of the worst ticks, by going through the input once more: which they are is known at the
/// end alone, and of all ticks nobody can keep the pictures.</summary>
internal sealed class WorstPictures(ComparisonRequest request, IReadOnlyList<string> cameras)
{
    /// <returns>The same ticks in their order, with pictures where they can be read.</returns>
    public IReadOnlyList<WorstTick> Add(IReadOnlyList<WorstTick> worst)
    {
        if (worst.Count == 0 || cameras.Count == 0)
            return worst;
        WorstTick[] with = [.. worst];
        using var folder = new ScratchFolder("policygate-compare-");
        using var slot = new ObservationSlot(folder, 0);
        using var reader = new ArrowObservationReader(
            request.Config.Limits, [folder.Path], OpenArmNames.CameraPrefix, TimeProvider.System);
        int left = with.Length;
        foreach (RecordedTick tick in request.Input.Read())
        {
            int index = Array.FindIndex(with, other => other.Session == tick.Session && other.Tick == tick.Tick);
            if (index < 0)
                continue;
            with[index] = with[index] with { Pictures = Read(tick, slot, reader) };
            if (--left == 0)
                break;
        }
        return with;
    }

    /// <returns>None where they cannot be read: a side has said why.</returns>
    private List<TickPicture> Read(RecordedTick tick, ObservationSlot slot, ArrowObservationReader reader)
    {
        if (tick.Wire is not RecordedWire.OpenArm || tick.Observation.IsEmpty)
            return [];
        var needs = new ObservationNeeds(cameras, Task: false);
        var line = new OpenArmRequest(needs, request.Config.Limits);
        if (line.Parse(tick.Request.ToArray()) is not null)
            return [];
        slot.Fill(tick.Observation.Span);
        var observation = new Observation(needs);
        var pictures = new List<TickPicture>();
        if (reader.Open(Encoding.UTF8.GetBytes(slot.Path), line.Sizes, observation, new TickTimings()) is not null)
            return [];
        foreach (CameraImage camera in observation.Cameras)
        {
            if (camera.Present && camera.Read(out byte[] pixels) is null)
                pictures.Add(new TickPicture(camera.Name, camera.Height, camera.Width, pixels));
        }
        return observation.Finish() is null ? pictures : [];
    }
}
