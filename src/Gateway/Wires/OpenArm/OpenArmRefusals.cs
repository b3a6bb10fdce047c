using System.Net.Sockets;
using PolicyGate.Gateway.Errors;
using PolicyGate.Gateway.Limits;

namespace PolicyGate.Gateway.Wires.OpenArm;

/// <summary>
/// Robots for whom there is no place: each is told so in answer to its first request, then the connection is closed.
/// </summary>
/// <remarks>
/// Closed before it asks, the stock node ends with a broken pipe, and nobody learns why. Told, it ends at its second
/// request, which is loud enough to be looked into: to skip for ever would not be. They have no thread each, because
/// that is what there is no place for.
/// </remarks>
internal sealed class OpenArmRefusals
{
    private readonly ReadOnlyMemory<byte> _answer;
    private readonly LimitsOptions _limits;
    private readonly TimeProvider _time;
    private int _waiting;

    public OpenArmRefusals(LimitsOptions limits, TimeProvider time)
    {
        (_limits, _time) = (limits, time);
        using var writer = new OpenArmAnswerWriter(timing: false, time);
        writer.Write(new GatewayError(ErrorCode.Overloaded,
            $"no place for one more robot: at most {limits.Connections} are served at once (Limits:Connections), fewer"
            + " where the process may open few files (ulimit -n); connect again when one has left"));
        _answer = writer.Line.ToArray();
    }

    /// <summary>Takes the socket; as many wait to be told at once as are served, more are closed at once.</summary>
    public void Refuse(Socket robot, CancellationToken stop)
    {
        if (Interlocked.Increment(ref _waiting) <= _limits.Connections)
        {
            _ = Tell(robot, stop);
            return;
        }
        Interlocked.Decrement(ref _waiting);
        robot.Dispose();
    }

    private async Task Tell(Socket robot, CancellationToken stop)
    {
        using var limit = new CancellationTokenSource(_limits.WriteTime, _time);
        using var end = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, stop);
        try
        {
            // Bytes that are left unread would reset the connection, and the answer be lost with it.
            var request = new byte[512];
            int received;
            do
                received = await robot.ReceiveAsync(request, end.Token);
            while (received > 0 && !request.AsSpan(0, received).Contains((byte)'\n'));
            if (received > 0)
                await robot.SendAsync(_answer, end.Token);
        }
        catch (Exception gone) when (gone is SocketException or OperationCanceledException)
        {
            // It asked nothing in that time, or did not wait.
        }
        Interlocked.Decrement(ref _waiting);
        robot.Dispose();
    }
}
