using System.Threading.Channels;
using PolicyGate.RobotClient;

namespace PolicyGate.Tests.Functional.RobotClient;

/// <summary>A recorded robot: shows what it showed in each turn, and tells what was done in it.</summary>
internal sealed class RecordedRobot(RobotFeatures features, RecordedClock clock) : IRobot
{
    private readonly Channel<string> _done = Channel.CreateUnbounded<string>();

    public RobotFeatures Features => features;

    public List<float[]> Executed { get; } = [];

    /// <summary>The turn that it is in; when that is due, and when it was asked what it sees.</summary>
    public (RecordedTick Tick, double Beat, double Seen) Turn { get; set; }

    /// <summary>Waits for the next thing that the client does.</summary>
    public ValueTask<string> Done(CancellationToken patience) => _done.Reader.ReadAsync(patience);

    public void Connect(CancellationToken cancel)
    {
    }

    public void Observe(RobotObservation observation)
    {
        clock.Set(Turn.Beat);
        for (int i = 0; i < features.Cameras.Count; i++)
            Turn.Tick.Show(features.Joints, observation.Joints, features.Cameras[i].Name, observation.Picture(i));
        _done.Writer.TryWrite("observe").ShouldBeTrue();
    }

    public void Act(ReadOnlySpan<float> action)
    {
        Executed.Add(action.ToArray());
        clock.Set(Turn.Seen);
        _done.Writer.TryWrite("act").ShouldBeTrue();
    }

    public void Disconnect()
    {
    }
}
