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
using PolicyGate.Gateway.Sessions;
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
        if (_policies.Find(asked!, out RouteConfig? route, out PolicyHandle? handle) is { } unknown)
            return unknown.ToStatus();
        await ((Task)handle!.Settled.WaitAsync(cancel)).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        if (!handle.Settled.IsCompleted)
            return new GrpcStatus(GrpcStatusCode.Cancelled, $"policy '{handle.Name}' was still loading");
        if (handle.Settled.Result is { } unloaded)
            return unloaded.ToStatus();
        return Serve(asked!, route!, handle.Policy!, session, pickle)?.ToStatus();
    }

    private GatewayError? Serve(
        RemotePolicyConfig asked, RouteConfig route, ServedPolicy policy, LeRobotSession session,
        ReadOnlyMemory<byte> pickle)
    {
        if (Refuse(asked, policy, config.Robot) is { } refused)
            return refused;
        if (RobotFeatures.Create(asked, policy, limits, out RobotFeatures? features) is { } unfit)
            return unfit;
        if (CreateSession(asked, route, policy, session.Name, out TimestepSession? robot) is { } unmade)
            return unmade;
        var mailbox = new RobotMailbox(limits, memory, config.SimilarityThreshold, services.Time);
        SessionRecorder? recorder = services.Recorder?.Begin(
            session.Name, route, config.Robot, policy, robot!.Runs, RecordedWire.LeRobot);
        var served = new ServedRobot(
            config, robot!, features!, mailbox, services.Time, logger, recorder,
            recorder is null ? default : DataMessage.Write(pickle.Span));
        try
        {
            served.Start();
        }
        catch (Exception fault) when (fault is OutOfMemoryException or ThreadStartException)
        {
            // The process is at its limit of threads: this robot is refused, the others stay.
            Log.NoThread(logger, session.Name, fault.Message);
            robot!.Dispose();
            return new GatewayError(ErrorCode.Overloaded, "no thread could be made for this robot");
        }
        Log.Asked(
            logger, session.Name, Printable.Text(asked.PretrainedNameOrPath), Printable.Text(asked.PolicyType),
            Printable.Text(asked.Device), policy.Name, route.Policy.Backend, route.Policy.Device,
            Math.Min(asked.ActionsPerChunk, policy.ChunkShape.Rows));
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

    private GatewayError? CreateSession(
        RemotePolicyConfig asked, RouteConfig route, ServedPolicy policy, string name, out TimestepSession? session)
    {
        session = null;
        try
        {
            session = new TimestepSession(
                name, route.Name, policy, config.Robot, asked.ActionsPerChunk,
                TimeSpan.FromSeconds(1 / config.Fps), services);
            return null;
        }
#pragma warning disable CA1031 // An episode is the backend's: what it throws is told to the robot, which waits.
        catch (Exception bug)
#pragma warning restore CA1031
        {
            return new GatewayError(ErrorCode.Internal,
                $"policy '{policy.Name}' could not begin an episode: {bug.GetType().Name}: {bug.Message}");
        }
    }
}
