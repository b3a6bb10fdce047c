using Microsoft.Extensions.Logging;
using PolicyGate.Formats;
using PolicyGate.Formats.Grpc;
using PolicyGate.Formats.LeRobot;
using PolicyGate.Gateway.Configuration;
using PolicyGate.Gateway.Errors;
using PolicyGate.Gateway.Hosting;
using PolicyGate.Gateway.Limits;
using PolicyGate.Gateway.Observations;
using PolicyGate.Gateway.Policies;
using PolicyGate.Gateway.Recording;
using PolicyGate.Gateway.Routes;
using PolicyGate.Gateway.Sessions;
using PolicyGate.Gateway.Shadows;
using PolicyGate.Gateway.Wires.Grpc;

namespace PolicyGate.Gateway.Wires.LeRobot;

/// <summary><c>SendPolicyInstructions</c>: from what a robot asks for to the thread that answers it.</summary>
internal sealed class LeRobotSetUp(
    LeRobotWireConfig config, LoadedPolicies policies, SessionServices services, LimitsOptions limits,
    LeRobotSessions sessions, BoundedMemory memory, ILogger logger)
{
    private readonly LeRobotPolicies _policies = new(config, policies);

    /// <summary>Waits for the policy to be warm.</summary>
    /// <returns>Why the robot cannot be served; null where it is.</returns>
    public async ValueTask<GrpcStatus?> RunAsync(GrpcCall call, LeRobotSession session)
    {
        (ReadOnlyMemory<byte> pickle, GrpcStatus? failure) =
            await GrpcRequests.ReadDataAsync(call, limits.InstructionBytes);
        if (failure is not null)
            return failure;
        failure = await ServeAsync(pickle, session, call.Cancelled);
        if (failure is null)
            sessions.Instructed(session, pickle);
        return failure;
    }

    /// <summary>Follows instructions.</summary>
    /// <param name="pickle">As the robot sent them.</param>
    /// <param name="session">The robot's.</param>
    /// <param name="cancel">Set when nobody waits any more.</param>
    public async Task<GrpcStatus?> ServeAsync(
        ReadOnlyMemory<byte> pickle, LeRobotSession session, CancellationToken cancel)
    {
        if (RemotePolicyConfigReader.Read(pickle, LeRobotLimits.OfInstructions(limits), out RemotePolicyConfig? asked)
            is { } fault)
        {
            return fault.ToPickleError().ToStatus();
        }
        if (_policies.Find(asked!, out Route? route) is { } unknown)
            return unknown.ToStatus();
        await ((Task)route!.Settled.WaitAsync(cancel)).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        if (!route.Settled.IsCompleted)
            return new GrpcStatus(GrpcStatusCode.Cancelled, $"policy '{route.Config.Policy.Name}' was still loading");
        if (route.Settled.Result is { } unloaded)
            return unloaded.ToStatus();
        return Serve(asked!, route, session, pickle)?.ToStatus();
    }

    private GatewayError? Serve(
        RemotePolicyConfig asked, Route route, LeRobotSession session, ReadOnlyMemory<byte> pickle)
    {
        // Of a split each: the robot's episodes go to one after the other, and which is not its to know.
        foreach (PolicyHandle answering in route.Arms.Concat(route.Fallbacks))
        {
            if (Fit(asked, answering.Policy!, config.Robot, limits, out _) is { } unfit)
                return unfit;
        }
        if (CreateSession(asked, route, session.Name, out TimestepSession? robot) is { } unmade)
            return unmade;
        // It may have been swapped since it was judged.
        if (Fit(asked, robot!.Seats.Now.Policy, config.Robot, limits, out _) is { } swapped)
        {
            robot.Dispose();
            return swapped;
        }
        var mailbox = new RobotMailbox(limits, memory, config.SimilarityThreshold, services.Time);
        SessionRecorder? recorder = services.Recorder?.Begin(
            session.Name, route.Config, config.Robot, robot.Seats, RecordedWire.LeRobot);
        var tick = new LeRobotTick(
            robot, policy => FeaturesOf(asked, policy), config.Fps, services.Time, logger);
        RobotShadows? shadows = services.Shadows is { } runner
            ? new RobotShadows(runner, robot.Seats, policy => new LeRobotShadowReader(
                asked, policy, limits, runner.Messages, services.Time))
            : null;
        var served = new ServedRobot(
            robot, tick, mailbox, services.Time, recorder, recorder is null ? default : DataMessage.Write(pickle.Span),
            shadows);
        try
        {
            served.Start();
        }
        catch (Exception fault) when (fault is OutOfMemoryException or ThreadStartException)
        {
            // The process is at its limit of threads: this robot is refused, the others stay.
            Log.NoThread(logger, session.Name, fault.Message);
            robot.Dispose();
            return new GatewayError(ErrorCode.Overloaded, "no thread could be made for this robot");
        }
        Log.Asked(
            logger, session.Name, Printable.Text(asked.PretrainedNameOrPath), Printable.Text(asked.PolicyType),
            Printable.Text(asked.Device), route.Config.Policy.Name, route.Config.Policy.Backend,
            route.Config.Policy.Device, Math.Min(asked.ActionsPerChunk, robot.Seats.Now.Policy.ChunkShape.Rows));
        return session.Serve(served);
    }

    /// <summary>Whether the policy can be what the robot asks for.</summary>
    /// <param name="asked">The robot's instructions.</param>
    /// <param name="policy">That would answer.</param>
    /// <param name="limits">The robot's; null where none are known.</param>
    public static GatewayError? Refuse(RemotePolicyConfig asked, ServedPolicy policy, RobotConfig? limits)
    {
        int width = policy.ChunkShape.Width;
        if (asked.ActionsPerChunk < 1)
        {
            return new GatewayError(ErrorCode.InvalidArgument,
                $"actions_per_chunk is {asked.ActionsPerChunk}, expected 1 or more");
        }
        if (policy.Description.Type is { } type && type != asked.PolicyType)
        {
            return new GatewayError(ErrorCode.InvalidArgument,
                $"policy '{policy.Name}' is of type '{type}', the robot asks for '{Printable.Text(asked.PolicyType)}';"
                + " correct policy_type, or ask for another policy");
        }
        return limits is { } robot && robot.Minimum.Length != width
            ? new GatewayError(ErrorCode.InvalidArgument,
                $"robot '{robot.Name}' has limits for {robot.Minimum.Length} positions (Wires:LeRobot:Robot), but"
                + $" policy '{policy.Name}' commands {width}; name another robot there, or ask for another policy")
            : null;
    }

    /// <summary>Whether the policy can drive the robot that asks, and what of its observations it uses.</summary>
    public static GatewayError? Fit(
        RemotePolicyConfig asked, ServedPolicy policy, RobotConfig? robot, LimitsOptions limits,
        out RobotFeatures? features)
    {
        features = null;
        return Refuse(asked, policy, robot) ?? RobotFeatures.Create(asked, policy, limits, out features);
    }

    /// <summary>Of a policy that the robot was held against before it took its seat there.</summary>
    private RobotFeatures FeaturesOf(RemotePolicyConfig asked, ServedPolicy policy)
    {
        RobotFeatures.Create(asked, policy, limits, out RobotFeatures? features);
        return features!;
    }

    private GatewayError? CreateSession(
        RemotePolicyConfig asked, Route route, string name, out TimestepSession? session)
    {
        session = null;
        try
        {
            session = new TimestepSession(
                name, route, config.Robot, asked.ActionsPerChunk, TimeSpan.FromSeconds(1 / config.Fps), services,
                policy => Fit(asked, policy, config.Robot, limits, out _));
            return null;
        }
#pragma warning disable CA1031 // An episode is the backend's: what it throws is told to the robot, which waits.
        catch (Exception bug)
#pragma warning restore CA1031
        {
            return new GatewayError(ErrorCode.Internal,
                $"policy '{route.Config.Policy.Name}' could not begin an episode: {bug.GetType().Name}: {bug.Message}");
        }
    }
}
