using System.Net;
using PolicyGate.Formats;
using PolicyGate.Formats.Grpc;
using PolicyGate.Gateway.Errors;

namespace PolicyGate.Gateway.Wires.LeRobot;

/// <summary>Which robot a call is of.</summary>
/// <remarks>
/// <para>
/// A robot is its HTTP/2 connection, or what it names itself by in the metadata <c>x-policygate-session</c>.
/// </para>
/// <para>
/// gRPC reconnects by itself and LeRobot's client never says <c>Ready</c> again: a connection that begins with another
/// call goes on where the only robot of its address left off, within a minute. Where there is more than one, or it is
/// still connected, none is guessed: it could be driven by another's policy.
/// </para>
/// </remarks>
/// <param name="most">Robots at once, those that were lost counted.</param>
/// <param name="time">The clock.</param>
internal sealed class LeRobotSessions(int most, TimeProvider time)
{
    /// <summary>
    /// How long a lost robot is kept. A minute: gRPC tries again within seconds, and an operator who changes robots
    /// takes longer.
    /// </summary>
    public static readonly TimeSpan KeptLost = TimeSpan.FromMinutes(1);

    private readonly Lock _gate = new();
    private readonly List<LeRobotSession> _sessions = [];
    private long _made;

    /// <summary>For the robot's <c>Ready</c>, or its instructions: its session, a new one where it has none.</summary>
    public GatewayError? Begin(LeRobotPeer peer, string? key, out LeRobotSession? session)
    {
        lock (_gate)
        {
            session = Known(peer, key);
            if (session is not null)
                return null;
            if (_sessions.Count >= most && !DropOldestLost())
            {
                return new GatewayError(ErrorCode.Overloaded,
                    $"{most} robots are here already (Limits:Connections)");
            }
            session = new LeRobotSession(NameOf(key ?? peer.Name), peer.Address, key);
            _sessions.Add(session);
            Attach(peer, session);
            return null;
        }
    }

    /// <summary>For every other call: the robot's session, or the one that it left behind.</summary>
    public GrpcStatus? Find(LeRobotPeer peer, string? key, out LeRobotSession? session)
    {
        lock (_gate)
        {
            session = Known(peer, key);
            if (session is not null)
                return null;
            // Who never said what it wants has nothing to go on with.
            LeRobotSession[] here =
            [
                .. _sessions.Where(
                    s => s.Key == key && s.Address.Equals(peer.Address) && !s.Instructions.IsEmpty),
            ];
            if (key is null && here is [{ Peers.Count: 0 } only])
            {
                Attach(peer, only);
                session = only;
                return null;
            }
            return new GrpcStatus(GrpcStatusCode.FailedPrecondition, WhyUnknown(peer, key, here));
        }
    }

    /// <summary>Robots that an earlier process of the gateway served: as if they were lost now.</summary>
    public void Recall(IEnumerable<RememberedRobot> robots)
    {
        lock (_gate)
        {
            foreach (RememberedRobot robot in robots.Take(most - _sessions.Count))
            {
                if (!IPAddress.TryParse(robot.Address, out IPAddress? address))
                    continue;
                _sessions.Add(new LeRobotSession(NameOf(robot.Key ?? robot.Address), address, robot.Key)
                {
                    Instructions = robot.Instructions,
                    LostAt = time.GetTimestamp(),
                });
            }
        }
    }

    /// <summary>The robot's instructions were followed.</summary>
    public void Instructed(LeRobotSession session, ReadOnlyMemory<byte> instructions)
    {
        lock (_gate)
            session.Instructions = instructions;
    }

    /// <summary>The robots to be recalled by the gateway's next process.</summary>
    public IReadOnlyList<RememberedRobot> Instructed()
    {
        lock (_gate)
        {
            return
            [
                .. _sessions.Where(session => !session.Instructions.IsEmpty).Select(session => new RememberedRobot(
                    session.Address.ToString(), session.Key, session.Instructions.ToArray())),
            ];
        }
    }

    /// <summary>A connection has ended.</summary>
    public void Lost(LeRobotPeer peer)
    {
        lock (_gate)
        {
            foreach (LeRobotSession session in _sessions)
            {
                if (session.Peers.Remove(peer) && session.Peers.Count == 0)
                    session.LostAt = time.GetTimestamp();
            }
        }
    }

    /// <summary>Ends the sessions of robots that did not come back.</summary>
    public void EndForgotten()
    {
        lock (_gate)
        {
            foreach (LeRobotSession session in _sessions)
            {
                if (IsForgotten(session))
                    session.End();
            }
            _sessions.RemoveAll(IsForgotten);
        }
    }

    /// <summary>Ends all of them.</summary>
    /// <returns>What is ending.</returns>
    public IReadOnlyList<ServedRobot> End()
    {
        lock (_gate)
        {
            ServedRobot[] ending = [.. _sessions.Select(session => session.End()).OfType<ServedRobot>()];
            _sessions.Clear();
            return ending;
        }
    }

    private string NameOf(string robot) => $"lerobot#{++_made} ({Printable.Text(robot)})";

    private LeRobotSession? Known(LeRobotPeer peer, string? key)
    {
        if (key is null)
            return peer.Session;
        LeRobotSession? named = _sessions.Find(session => session.Key == key);
        named?.Peers.Add(peer);
        return named;
    }

    private static void Attach(LeRobotPeer peer, LeRobotSession session)
    {
        session.Peers.Add(peer);
        if (session.Key is null)
            peer.Session = session;
    }

    private bool IsForgotten(LeRobotSession session) =>
        session.Peers.Count == 0 && time.GetElapsedTime(session.LostAt) > KeptLost;

    private bool DropOldestLost()
    {
        LeRobotSession? oldest = _sessions.Where(session => session.Peers.Count == 0).MinBy(session => session.LostAt);
        if (oldest is null)
            return false;
        oldest.End();
        return _sessions.Remove(oldest);
    }

    private static string WhyUnknown(LeRobotPeer peer, string? key, LeRobotSession[] here)
    {
        const string Mend = "begin with Ready and SendPolicyInstructions: restart the robot's client";
        if (key is not null)
            return $"no robot named '{Printable.Text(key)}' is known; {Mend}";
        return here.Length switch
        {
            0 => $"nothing is known of a robot at {peer.Address}: it gave no instructions, or was away for more than"
                + $" {KeptLost.TotalSeconds:0} s, or the gateway was restarted and remembers nothing; {Mend}",
            1 => $"the robot at {peer.Address} is still connected as {here[0].Name}: until that connection is seen to"
                + $" be lost this one cannot go on for it; wait, or {Mend}",
            _ => $"{here.Length} robots were served at {peer.Address}, and this connection does not say which of them"
                + $" it is; name each by the metadata x-policygate-session, or {Mend}",
        };
    }
}
