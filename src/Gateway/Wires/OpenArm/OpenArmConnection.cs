using System.Net.Sockets;
using Microsoft.Extensions.Logging;
using PolicyGate.Gateway.Configuration;
using PolicyGate.Gateway.Errors;
using PolicyGate.Gateway.Limits;
using PolicyGate.Gateway.Observations;
using PolicyGate.Gateway.Recording;
using PolicyGate.Gateway.Routes;
using PolicyGate.Gateway.Sessions;
using PolicyGate.Gateway.Shadows;

namespace PolicyGate.Gateway.Wires.OpenArm;

/// <summary>One robot's socket, on a thread of its own: a line in, its answer out, exactly one for one.</summary>
internal sealed class OpenArmConnection : IDisposable
{
    // How soon a robot that leaves while the policy loads is noticed; afterwards its socket is read and tells at once.
    private static readonly TimeSpan GoneCheck = TimeSpan.FromMilliseconds(200);

    private readonly Socket _socket;
    private readonly OpenArmWireConfig _config;
    private readonly Route _route;
    private readonly SessionServices _services;
    private readonly LimitsOptions _limits;
    private readonly ILogger _logger;
    private readonly LineReader _lines;
    private readonly OpenArmAnswerWriter _writer;
    private readonly string _robot;

    public OpenArmConnection(
        Socket socket, string robot, OpenArmWireConfig config, Route route, SessionServices services,
        LimitsOptions limits, ILogger logger)
    {
        (_socket, _robot, _config, _route) = (socket, robot, config, route);
        (_services, _limits, _logger) = (services, limits, logger);
        _socket.SendTimeout = (int)limits.WriteTime.TotalMilliseconds;
        _lines = new LineReader(socket, limits.RequestLineBytes);
        _writer = new OpenArmAnswerWriter(config.Timing, services.Time);
    }

    /// <summary>Serves until the robot goes, or until <see cref="Drain"/>.</summary>
    public void Serve(CancellationToken stop)
    {
        try
        {
            ServeLines(stop);
        }
        catch (SocketException broken)
        {
            Log.ConnectionBroke(_logger, _robot, broken.SocketErrorCode);
        }
    }

    /// <summary>Lets the tick under way end and be answered, then ends.</summary>
    public void Drain()
    {
        try
        {
            _socket.Shutdown(SocketShutdown.Receive);
        }
        catch (Exception gone) when (gone is SocketException or ObjectDisposedException)
        {
            // The robot was faster.
        }
    }

    public void Dispose()
    {
        _writer.Dispose();
        try
        {
            // Said to both sides: who watches the socket beside this thread lets go of it at once.
            _socket.Shutdown(SocketShutdown.Both);
        }
        catch (SocketException)
        {
            // The robot was faster.
        }
        _socket.Dispose();
    }

    private void ServeLines(CancellationToken stop)
    {
        LineStatus status = _lines.Read();
        if (status is LineStatus.End || !WaitWhileLoading(stop))
            return;
        if (Begin(out RobotSession? begun) is { } failed)
        {
            AnswerUnserved(failed);
            return;
        }
        using RobotSession session = begun!;
        SessionRecorder? recorder = _services.Recorder?.Begin(
            _robot, _config.Route, _config.Robot, session.Seats, RecordedWire.OpenArm);
        using RobotShadows? shadows = _services.Shadows is { } runner
            ? new RobotShadows(runner, session.Seats, policy => new OpenArmShadowReader(
                policy, _limits, runner.Pictures, _services.Time))
            : null;
        using var tick = new OpenArmTick(
            session, _config.DataRoots, _limits, _services.Time, _logger, recorder, shadows);
        for (; status is not LineStatus.End; status = _lines.Read())
        {
            long arrived = _services.Time.GetTimestamp();
            tick.Answer(status, _lines.Line, arrived, _writer);
            Send();
            session.Timings.Write = _services.Time.GetTimestamp() - arrived - session.Timings.Total;
            tick.HandOn(_writer.Line);
            session.Written();
        }
    }

    /// <returns>False when the robot has gone meanwhile.</returns>
    private bool WaitWhileLoading(CancellationToken stop)
    {
        try
        {
            while (!_route.Settled.Wait(GoneCheck, stop))
                _socket.Send(ReadOnlySpan<byte>.Empty);
        }
        catch (OperationCanceledException)
        {
            // The gateway goes down; whoever waits is told.
        }
        catch (SocketException)
        {
            // Nothing was sent, but it failed as sending would.
            return false;
        }
        return true;
    }

    private GatewayError? Begin(out RobotSession? session)
    {
        session = null;
        if (!_route.Settled.IsCompleted)
            return new GatewayError(ErrorCode.Unavailable, "the gateway stopped before its policy was warm");
        if (_route.Settled.Result is { } failed)
            return failed;
        try
        {
            session = new RobotSession(_robot, _route, _config.Robot, _services);
            return null;
        }
#pragma warning disable CA1031 // An episode is the backend's: what it throws is told to the robot, which waits.
        catch (Exception bug)
#pragma warning restore CA1031
        {
            Log.ConnectionThrew(_logger, _robot, bug);
            return new GatewayError(ErrorCode.Internal,
                $"policy '{_config.Policy.Name}' could not begin an episode: {bug.GetType().Name}: {bug.Message}");
        }
    }

    private void AnswerUnserved(GatewayError error)
    {
        var request = new OpenArmRequest(new ObservationNeeds([], Task: false), _limits);
        if (request.Parse(_lines.Line) is null && request.Kind is OpenArmRequestKind.Ping)
            _writer.WritePong(error);
        else
            _writer.Write(error);
        Send();
    }

    private void Send()
    {
        ReadOnlySpan<byte> line = _writer.Line;
        while (!line.IsEmpty)
            line = line[_socket.Send(line)..];
    }
}
