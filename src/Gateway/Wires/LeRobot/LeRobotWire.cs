using Microsoft.Extensions.Logging;
using PolicyGate.Formats;
using PolicyGate.Formats.Grpc;
using PolicyGate.Gateway.Configuration;
using PolicyGate.Gateway.Hosting;
using PolicyGate.Gateway.Limits;
using PolicyGate.Gateway.Observations;
using PolicyGate.Gateway.Services;
using PolicyGate.Gateway.Sessions;
using PolicyGate.Gateway.Telemetry.Spans;
using PolicyGate.Gateway.Wires.Grpc;

namespace PolicyGate.Gateway.Wires.LeRobot;

/// <summary>LeRobot's policy server for any number of robots, each with a session and a thread of its own.</summary>
internal sealed class LeRobotWire : IGrpcService, IAsyncDisposable
{
    private const string SessionHeader = "x-policygate-session";
    private const int LongestKey = 128;

    // The stock client's receiver asks again at once after an error: it would spin.
    private static readonly TimeSpan ErrorPause = TimeSpan.FromSeconds(1);

    private static readonly TimeSpan ForgetEvery = TimeSpan.FromSeconds(15);

    private readonly LeRobotWireConfig _config;
    private readonly SessionServices _services;
    private readonly LimitsOptions _limits;
    private readonly ILogger _logger;
    private readonly LeRobotSessions _sessions;
    private readonly LeRobotSetUp _setUp;
    private readonly BoundedMemory _memory;
    private readonly GrpcLogBudget _log;
    private readonly RobotMemory? _robots;
    private readonly ITimer _forget;
    private GrpcServer? _server;

    private LeRobotWire(
        LeRobotWireConfig config, LoadedPolicies policies, SessionServices services, LimitsOptions limits,
        ILogger logger)
    {
        (_config, _services, _limits, _logger) = (config, services, limits, logger);
        _memory = new BoundedMemory(limits.MessageBytes);
        _sessions = new LeRobotSessions(limits.Connections, services.Time);
        _setUp = new LeRobotSetUp(config, policies, services, limits, _sessions, _memory, logger);
        _log = new GrpcLogBudget(limits.RobotLogLines, services.Time);
        // A port that the system chooses is another one the next time.
        if (config.RememberRobots && config.EndPoints.All(endPoint => endPoint.Port != 0))
            _robots = new RobotMemory(config.EndPoints, RobotMemory.UsualRoots(), services.Time, logger);
        _sessions.Recall(_robots?.Recall(LeRobotSessions.KeptLost + ForgetEvery) ?? []);
        _forget = services.Time.CreateTimer(_ => Forget(), null, ForgetEvery, ForgetEvery);
    }

    /// <summary>Where robots are met: the ports configured, or those chosen for 0.</summary>
    public IReadOnlyList<System.Net.IPEndPoint> EndPoints => _server!.EndPoints;

    /// <summary>Binds; from then on robots wait rather than fail, whether their policy is warm or not.</summary>
    /// <exception cref="IOException">An address cannot be bound.</exception>
    public static async Task<LeRobotWire> OpenAsync(
        LeRobotWireConfig config, LoadedPolicies policies, SessionServices services, LimitsOptions limits,
        ILoggerFactory loggers, HandedSockets? handed = null)
    {
        var wire = new LeRobotWire(
            config, policies, services, limits, loggers.CreateLogger("PolicyGate.LeRobot"));
        try
        {
            wire._server = await GrpcServer.StartAsync(
                config.EndPoints, wire, limits, loggers, services.Time, handed);
        }
        catch
        {
            await wire._forget.DisposeAsync();
            throw;
        }
        wire.LogEndPoints();
        return wire;
    }

    public object? Connected(GrpcConnection connection)
    {
        if (_config.Allowed.Allows(connection.Remote.Address))
            return new LeRobotPeer(connection);
        if (_log.Spend())
            Log.NotAllowed(_logger, connection.Remote.Address);
        return null;
    }

    public void Disconnected(object peer) => _sessions.Lost((LeRobotPeer)peer);

    public ValueTask<GrpcStatus> InvokeAsync(GrpcCall call)
    {
        string? key = call.Header(SessionHeader);
        if (key is { Length: 0 or > LongestKey })
        {
            return ValueTask.FromResult(new GrpcStatus(GrpcStatusCode.InvalidArgument,
                $"{SessionHeader} has {key.Length} characters, expected 1 to {LongestKey}"));
        }
        return LeRobotPaths.Find(call.Path) switch
        {
            LeRobotMethod.Ready => ReadyAsync(call, key),
            LeRobotMethod.SendPolicyInstructions => SetUpAsync(call, key),
            LeRobotMethod.SendObservations => ObserveAsync(call, key),
            LeRobotMethod.GetActions => AnswerAsync(call, key),
            _ => ValueTask.FromResult(new GrpcStatus(GrpcStatusCode.Unimplemented,
                $"there is no {Printable.Text(call.Path)}; this is {LeRobotPaths.Known}")),
        };
    }

    /// <summary>Stops accepting, answers what is under way, ends the robots' threads.</summary>
    public async ValueTask DisposeAsync()
    {
        await _forget.DisposeAsync();
        _robots?.Keep(_sessions.Instructed());
        IReadOnlyList<ServedRobot> ending = _sessions.End();
        if (_server is not null)
            await _server.DisposeAsync();
        int left = await Task.Run(() => Join(ending));
        if (left > 0)
            Log.NotDrained(_logger, left, _limits.DrainTime);
    }

    private async ValueTask<GrpcStatus> ReadyAsync(GrpcCall call, string? key)
    {
        if (await GrpcRequests.ReadEmptyAsync(call) is { } malformed)
            return malformed;
        if (_sessions.Begin((LeRobotPeer)call.Peer, key, out LeRobotSession? session) is { } refused)
            return Refused(((LeRobotPeer)call.Peer).Name, refused.ToStatus());
        session!.Begin();
        await call.SendAsync(default);
        return GrpcStatus.Ok;
    }

    private async ValueTask<GrpcStatus> SetUpAsync(GrpcCall call, string? key)
    {
        if (_sessions.Begin((LeRobotPeer)call.Peer, key, out LeRobotSession? session) is { } full)
            return Refused(((LeRobotPeer)call.Peer).Name, full.ToStatus());
        if (await _setUp.RunAsync(call, session!) is { } refused)
            return Refused(session!.Name, refused);
        _robots?.Keep(_sessions.Instructed());
        await call.SendAsync(default);
        return GrpcStatus.Ok;
    }

    private async ValueTask<GrpcStatus> ObserveAsync(GrpcCall call, string? key)
    {
        (ServedRobot? robot, GrpcStatus? unknown) = await FindAsync(call, key);
        if (unknown is not null)
            return unknown;
        RobotMailbox mailbox = robot!.Mailbox;
        if (mailbox.Rent(out ArrivedObservation? observation) is { } busy)
            return busy.ToStatus();
        if (_services.Spans is not null)
            observation!.Parent = TraceParent.Parse(call.Header(TraceParent.Header));
        GrpcStatus? failure;
        try
        {
            failure = await observation!.Parts.ReadAsync(call, observation, mailbox.ExpectedBytes);
        }
        catch
        {
            mailbox.GiveBack(observation!);
            throw;
        }
        if (failure is not null)
        {
            mailbox.GiveBack(observation);
            mailbox.Lost();
            return failure;
        }
        if (robot.Post(observation) is { } refused)
            return refused.ToStatus();
        await call.SendAsync(default);
        return GrpcStatus.Ok;
    }

    private async ValueTask<GrpcStatus> AnswerAsync(GrpcCall call, string? key)
    {
        long begun = _services.Time.GetTimestamp();
        if (await GrpcRequests.ReadEmptyAsync(call) is { } malformed)
            return malformed;
        (ServedRobot? robot, GrpcStatus? unknown) = await FindAsync(call, key);
        if (unknown is not null)
            return await LateAsync(call, unknown);
        RobotMailbox mailbox = robot!.Mailbox;
        double wait = _config.ObservationQueueTimeout.TotalSeconds * _services.Time.TimestampFrequency;
        var request = new ActionsRequest(mailbox, begun + (long)wait);
        mailbox.Ask(request);
        ActionsAnswer answer;
        await using (call.Cancelled.UnsafeRegister(static request => ((ActionsRequest)request!).Withdraw(), request))
            answer = await request.Answer;
        if (answer.Error is { } error)
            return await LateAsync(call, error.ToStatus());
        if (answer.Message.IsEmpty)
        {
            await call.SendAsync(default);
            return GrpcStatus.Ok;
        }
        bool delivered = false;
        try
        {
            await HoldBackAsync(call, begun);
            await call.SendAsync(answer.Message);
            delivered = !call.Cancelled.IsCancellationRequested;
        }
        finally
        {
            mailbox.Sent(delivered);
        }
        return GrpcStatus.Ok;
    }

    private async ValueTask<(ServedRobot? Robot, GrpcStatus? Unknown)> FindAsync(GrpcCall call, string? key)
    {
        if (_sessions.Find((LeRobotPeer)call.Peer, key, out LeRobotSession? session) is { } unknown)
            return (null, unknown);
        if (session!.Served is null && !session.Instructions.IsEmpty)
        {
            if (await session.ResumeAsync(() => ResumeAsync(session)) is { } refused)
                return (null, refused);
        }
        return session.Served is { } robot ? (robot, null) : (null, new GrpcStatus(GrpcStatusCode.FailedPrecondition,
            "the robot has no policy yet: SendPolicyInstructions comes first, and must have been answered with OK"));
    }

    private async Task<GrpcStatus?> ResumeAsync(LeRobotSession session)
    {
        if (await _setUp.ServeAsync(session.Instructions, session, CancellationToken.None) is { } refused)
            return Refused(session.Name, refused);
        Log.Resumed(_logger, session.Name);
        return null;
    }

    private void Forget()
    {
        _sessions.EndForgotten();
        // Its time says when this process was last seen.
        _robots?.Keep(_sessions.Instructed());
    }

    /// <summary>As LeRobot's own server: an answer goes out so long after it was asked for at the soonest.</summary>
    private Task HoldBackAsync(GrpcCall call, long begun)
    {
        TimeSpan left = _config.InferenceLatency - _services.Time.GetElapsedTime(begun);
        return left <= TimeSpan.Zero ? Task.CompletedTask : PauseAsync(call, left);
    }

    private async ValueTask<GrpcStatus> LateAsync(GrpcCall call, GrpcStatus status)
    {
        await PauseAsync(call, ErrorPause);
        return status;
    }

    private async Task PauseAsync(GrpcCall call, TimeSpan pause) =>
        await Task.Delay(pause, _services.Time, call.Cancelled).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);

    private GrpcStatus Refused(string robot, GrpcStatus status)
    {
        if (_log.Spend())
            Log.Refused(_logger, robot, status.Code.ToString(), Printable.Text(status.Message));
        return status;
    }

    private int Join(IReadOnlyList<ServedRobot> robots)
    {
        long begun = _services.Time.GetTimestamp();
        int left = 0;
        foreach (ServedRobot robot in robots)
        {
            TimeSpan rest = _limits.DrainTime - _services.Time.GetElapsedTime(begun);
            if (!robot.Join(rest > TimeSpan.Zero ? rest : TimeSpan.Zero))
                left++;
        }
        return left;
    }

    private void LogEndPoints()
    {
        string endPoints = string.Join(", ", EndPoints);
        if (_config.IsRemote)
            Log.NotEncrypted(_logger, endPoints, string.Join(", ", _config.Allowed.Subnets));
        else
            Log.Loopback(_logger, endPoints);
    }
}
