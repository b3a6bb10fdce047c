using PolicyGate.RobotClient.Robots.Processes;

namespace PolicyGate.RobotClient.Robots;

/// <summary>
/// A robot that a process in any language drives: it answers JSON lines over its standard streams, its pictures lie in
/// Arrow files in shared memory. <c>docs/drive-a-robot.md</c> has the protocol.
/// </summary>
/// <param name="options">Which process, and how long it may take.</param>
/// <param name="time">The clock.</param>
public sealed class ProcessRobot(ProcessRobotOptions options, TimeProvider? time = null)
    : IRobot, IEpisodicRobot
{
    private readonly TimeProvider _time = time ?? TimeProvider.System;
    private readonly Action<string> _said = options.Said ?? (line => Console.Error.WriteLine($"robot: {line}"));
    private ProcessSession? _session;

    public RobotFeatures Features => Session.Features;

    public bool ObservesWhileActing => true;

    private ProcessSession Session =>
        _session ?? throw new InvalidOperationException("The robot's process is not connected.");

    /// <summary>Starts the process and asks what its robot is.</summary>
    public void Connect(CancellationToken cancel)
    {
        if (_session is not null)
            throw new InvalidOperationException("The robot's process is connected already.");
        _session = ProcessSession.Start(options, _said, _time, cancel);
    }

    public void Observe(RobotObservation observation) => Session.Observe(observation);

    /// <summary>
    /// Sends the command, and does not wait for its confirmation: a failure is the next call's. While the command
    /// before is not confirmed, the newest waits until it is, for a quarter of a second at most. After an observation
    /// that resets, commands are of the episode before and do nothing until <see cref="EpisodeBegan"/> was called.
    /// </summary>
    public void Act(ReadOnlySpan<float> action) => Session.Exchange.Act(action);

    /// <summary>What the process told with its last answer, if it tells with each command.</summary>
    public bool ReadPosition(Span<double> joints) => Session.Exchange.ReadPosition(joints);

    /// <summary>What was planned before the observation that reset is gone. The client calls it.</summary>
    public void EpisodeBegan() => Session.Exchange.EpisodeBegan();

    public void Disconnect()
    {
        _session?.Dispose();
        _session = null;
    }
}
