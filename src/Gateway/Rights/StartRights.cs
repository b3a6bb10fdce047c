using System.Net.Sockets;
using Microsoft.Extensions.Logging;
using PolicyGate.Gateway.Configuration;
using PolicyGate.Gateway.Errors;
using PolicyGate.Gateway.Hosting;
using PolicyGate.Gateway.Linux;
using PolicyGate.Gateway.Wires.OpenArm;

namespace PolicyGate.Gateway.Rights;

/// <summary>
/// With whose rights a gateway serves. Started as root to connect to a robot's socket, as in its container, it goes on
/// as the socket's owner: docs/rights.md.
/// </summary>
/// <remarks>
/// 1. Connect, so that the robot's node can be told whatever goes wrong from here on. 2. See who owns socket and
/// folder. 3. Make readable and writable what that user needs. 4. Start anew as that user, the connections handed over.
/// 5. There: look at every thread before anything of a policy is touched.
/// </remarks>
internal static class StartRights
{
    /// <summary>Returns what to serve with; or the process has become another, which comes here as well.</summary>
    public static HostStart Settle(GatewayConfig config, HandedOver? handed, Func<ILoggerFactory> createLoggers)
    {
        HandedOver next;
        IReadOnlyList<Socket> connections = [];
        // Its lines are out before the process becomes another.
        using (ILoggerFactory loggers = createLoggers())
        {
            ILogger logger = loggers.CreateLogger("PolicyGate.Rights");
            if (handed is not null)
                return Verify(handed, logger);
            if (!Applies(config))
                return HostStart.Plain;
            if (LibC.GetEffectiveUserId() is var user && user != 0)
            {
                Log.NothingToGiveUp(logger, user);
                return HostStart.Plain;
            }
            FileOwner owner = default;
            GatewayError? error = Connect(config, out connections) ?? FindOwner(config, out owner)
                ?? Provide(config, owner, logger);
            if (error is not null)
                return Refuse(error, connections, logger);
            if (owner.User == 0 && !ThreadRights.HasCapabilities)
            {
                Log.NothingToGiveUp(logger, user);
                return new HostStart(connections);
            }
            next = new HandedOver(owner, [.. connections.Select(socket => (int)socket.Handle)]);
        }
        GatewayError failed = SelfStart.As(next);
        using ILoggerFactory left = createLoggers();
        return Refuse(failed, connections, left.CreateLogger("PolicyGate.Rights"));
    }

    /// <summary>Whether all that it does is to connect to robots: who listens is started as whom it is to be.</summary>
    public static bool Applies(GatewayConfig config) =>
        config is { RunAs: RunAs.Owner, LeRobot: null, OpenArm.Count: > 0 }
        && config.OpenArm.All(wire => wire.Connect is not null);

    private static HostStart Verify(HandedOver handed, ILogger logger)
    {
        int threads = ThreadRights.Verify(handed.Owner, out string? left);
        if (left is not null)
        {
            return Refuse(
                new GatewayError(ErrorCode.Internal, $"rights were to be those of {handed.Owner} alone, but {left}"),
                handed.Sockets, logger);
        }
        Log.ServingAs(logger, handed.Owner, threads);
        return new HostStart(handed.Sockets);
    }

    private static HostStart Refuse(GatewayError error, IReadOnlyList<Socket> connections, ILogger logger)
    {
        Log.Unfit(logger, error.Message);
        return new HostStart(connections) { Unfit = error };
    }

    private static GatewayError? Connect(GatewayConfig config, out IReadOnlyList<Socket> connections)
    {
        var made = new List<Socket>();
        connections = made;
        try
        {
            foreach (OpenArmWireConfig wire in config.OpenArm)
                made.Add(OpenArmSocket.Connect(wire.SocketPath));
            return null;
        }
        catch (IOException fault)
        {
            return new GatewayError(ErrorCode.Unavailable, fault.Message);
        }
    }

    /// <summary>Whose robots they are, by their sockets; an error where that cannot be told.</summary>
    public static GatewayError? FindOwner(GatewayConfig config, out FileOwner owner)
    {
        owner = default;
        FileOwner? found = null;
        foreach (OpenArmWireConfig wire in config.OpenArm)
        {
            string folder = Path.GetDirectoryName(wire.SocketPath)!;
            if (FileOwner.Of(folder) is not { } ofFolder || FileOwner.Of(wire.SocketPath) is not { } ofSocket)
                return Odd($"{wire.SocketPath} cannot be looked at any more");
            if (ofFolder.User != ofSocket.User)
            {
                return Odd($"the folder {folder} is user {ofFolder.User}'s, but the socket in it is user"
                    + $" {ofSocket.User}'s: whose robot it is cannot be told");
            }
            if (found is { } other && other != ofFolder)
                return Odd($"the robots are of {other} and of {ofFolder}; start one gateway for each");
            found = ofFolder;
        }
        owner = found!.Value;
        return null;
    }

    private static GatewayError Odd(string what) => new(ErrorCode.InvalidArgument,
        $"{what}; the gateway was started as root and does not serve with root's rights unless it is told to:"
        + " Gateway:RunAs=Keep (docs/rights.md)");

    private static GatewayError? Provide(GatewayConfig config, FileOwner owner, ILogger logger)
    {
        string[] needed =
        [
            .. config.OpenArm.Select(wire => Path.GetDirectoryName(wire.SocketPath)!),
            Environment.ProcessPath!, AppContext.BaseDirectory, config.PluginFolder,
        ];
        string? closed = Probe.As(owner, () => Array.Find(needed, path => Path.Exists(path) && !Probe.CanRead(path)));
        if (closed is not null)
        {
            return new GatewayError(ErrorCode.Unavailable,
                $"user {owner.User}, the robot's, cannot read {closed}; chmod -R a+rX, on each folder above it too");
        }
        new CacheFolder(owner, logger).HandOver(CacheFolder.Usual);
        var access = new PolicyAccess(owner, config.Limits, logger);
        return config.Policies.Values.Select(access.Provide).FirstOrDefault(error => error is not null);
    }
}
