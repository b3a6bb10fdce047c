using System.Text;
using PolicyGate.Gateway.Comparison.Report;
using PolicyGate.Gateway.Limits;
using PolicyGate.Gateway.Observations;
using PolicyGate.Gateway.Recording;
using PolicyGate.Gateway.Replay;
using PolicyGate.Gateway.Telemetry;
using PolicyGate.Gateway.Wires.OpenArm;
using PolicyGate.RobotClient;

namespace PolicyGate.Gateway.Comparison.Pictures;

/// <summary>The pictures in an OpenArm robot's observation.</summary>
internal sealed class OpenArmPictures : IDisposable
{
    private readonly LimitsOptions _limits;
    private readonly ObservationNeeds _needs;
    private readonly ScratchFolder _folder = new("policygate-compare-");
    private readonly ObservationSlot _slot;
    private readonly ArrowObservationReader _reader;

    /// <param name="cameras">Whose pictures are read.</param>
    /// <param name="limits">As for robots.</param>
    /// <param name="time">For the reader.</param>
    public OpenArmPictures(IReadOnlyList<string> cameras, LimitsOptions limits, TimeProvider time)
    {
        _limits = limits;
        _needs = new ObservationNeeds(cameras, Task: false);
        _slot = new ObservationSlot(_folder, 0);
        _reader = new ArrowObservationReader(limits, [_folder.Path], OpenArmNames.CameraPrefix, time);
    }

    /// <returns>None where they cannot be read: a side has said why.</returns>
    public List<TickPicture> Read(RecordedTick tick)
    {
        var line = new OpenArmRequest(_needs, _limits);
        if (tick.Observation.IsEmpty || line.Parse(tick.Request.ToArray()) is not null)
            return [];
        _slot.Fill(tick.Observation.Span);
        var observation = new Observation(_needs);
        if (_reader.Open(Encoding.UTF8.GetBytes(_slot.Path), line.Sizes, observation, new TickTimings()) is not null)
            return [];
        List<TickPicture> pictures = CameraPictures.Of(observation);
        return observation.Finish() is null ? pictures : [];
    }

    public void Dispose()
    {
        _reader.Dispose();
        _slot.Dispose();
        _folder.Dispose();
    }
}
