using System.Collections.Concurrent;
using PolicyGate.Gateway.Policies;
using PolicyGate.Gateway.Routes;
using PolicyGate.Gateway.Shadows;

namespace PolicyGate.Tests.Gateway.Shadows;

/// <summary>A shadow that keeps what it is shown.</summary>
internal sealed class Watcher(PolicyHandle policy) : IShadow
{
    private readonly ConcurrentQueue<(RobotSeats Robot, SeenRun Run)> _seen = new();
    private readonly ConcurrentQueue<ShadowShed> _shed = new();

    public PolicyVersion Version => policy.Published!.Version;

    public bool MaySharePolicy { get; set; }

    public Func<RobotSeats, bool> Following { get; set; } = _ => true;

    public Action Seeing { get; set; } = () => { };

    public SeenRun[] Runs => [.. _seen.Select(seen => seen.Run)];

    public ShadowShed[] Sheds => [.. _shed];

    public int RunsOf(RobotSeats robot) => _seen.Count(seen => seen.Robot == robot);

    public bool Follows(RobotSeats robot) => Following(robot);

    public void Seen(RobotSeats robot, in ShadowRun run)
    {
        _seen.Enqueue((robot, new SeenRun(
            run.Version.Number, run.Error?.Message, run.Chunk.ToArray(), run.Served.ToArray(), run.Width)));
        Seeing();
    }

    public void Shed(RobotSeats robot, ShadowShed reason) => _shed.Enqueue(reason);
}
