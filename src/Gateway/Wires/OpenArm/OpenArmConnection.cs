using System.Net.Sockets;
using Microsoft.Extensions.Logging;
using PolicyGate.Gateway.Configuration;
using PolicyGate.Gateway.Errors;
using PolicyGate.Gateway.Limits;
using PolicyGate.Gateway.Observations;
using PolicyGate.Gateway.Policies;
using PolicyGate.Gateway.Sessions;

namespace PolicyGate.Gateway.Wires.OpenArm;

/// <summary>One robot's socket, on a thread of its own: a line in, its answer out, exactly one for one.</summary>
internal sealed class OpenArmConnection : IDisposable
{
    private readonly Socket _socket;
    private readonly OpenArmWireConfig _config;
    private readonly PolicyHandle _handle;
    private readonly SessionServices _services;
    private readonly LimitsOptions _limits;
    private readonly ILogger _logger;
    private readonly LineReader _lines;
    private readonly OpenArmAnswerWriter _writer;
    private readonly string _robot;

    public OpenArmConnection(
        Socket socket, string robot, OpenArmWireConfig config, PolicyHandle handle, SessionServices services,
        LimitsOptions limits, ILogger logger)
    {
        (_socket, _robot, _config, _handle) = (socket, robot, config, handle);
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
        catch (OperationCanceledException)
        {
            // Going down before the policy was warm: the robot sees the socket's end.
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
        _socket.Dispose();
    }

    private void ServeLines(CancellationToken stop)
    {
        LineStatus status = _lines.Read();
        if (status is LineStatus.End)
            return;
        if (WaitUntilWarm(stop) is { } failed)
        {
            AnswerUnserved(failed);
            return;
        }
        ServedPolicy policy = _handle.Policy!;
        using var session = new RobotSession(_robot, _config.Route.Name, policy, _config.Robot, _services);
        using var tick = new OpenArmTick(session, policy, _config, _limits, _services.Time, _logger);
        for (; status is not LineStatus.End; status = _lines.Read())
        {
            long begun = _services.Time.GetTimestamp();
            tick.Answer(status, _lines.Line, begun, _writer);
            Send();
            session.Written();
        }
    }

    private GatewayError? WaitUntilWarm(CancellationToken stop)
    {
        _handle.Settled.Wait(stop);
        return _handle.Settled.Result;
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
