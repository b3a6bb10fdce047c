using PolicyGate.Gateway.Configuration;
using PolicyGate.Gateway.Policies;
using PolicyGate.Gateway.Recording;
using PolicyGate.RobotClient;

namespace PolicyGate.Gateway.Replay;

/// <summary>Makes players; disposed after all of them.</summary>
internal sealed class TickPlayers(PlayerOptions options) : IDisposable
{
    private readonly ScratchFolder _folder = new("policygate-replay-");
    private int _made;

    /// <summary>A player for one recorded session, at its beginning.</summary>
    /// <param name="wire">What the robot spoke.</param>
    /// <param name="policy">Answers; outlives the player.</param>
    /// <param name="limits">The robot's; null where none are known.</param>
    public ITickPlayer Create(RecordedWire wire, ServedPolicy policy, RobotConfig? limits) =>
        wire is RecordedWire.LeRobot
            ? new LeRobotPlayer(options, policy, limits)
            : new OpenArmPlayer(options, policy, limits, _folder, _made++);

    public void Dispose() => _folder.Dispose();
}
