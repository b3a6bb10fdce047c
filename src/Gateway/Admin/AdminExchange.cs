using System.Net.Sockets;
using System.Text;
using System.Text.Json;
using PolicyGate.Gateway.Health;
using PolicyGate.Gateway.Linux;
using PolicyGate.Gateway.Swaps;
using PolicyGate.Gateway.Wires.OpenArm;

namespace PolicyGate.Gateway.Admin;

/// <summary>One connection to the admin socket: a request, its progress, its answer.</summary>
internal sealed class AdminExchange(Socket asker, AdminServices services) : IDisposable
{
    // Often enough for somebody who looks on.
    private static readonly TimeSpan BetweenLooks = TimeSpan.FromMilliseconds(100);

    /// <param name="room">Whether it is one of those that may be there at once.</param>
    /// <param name="stop">Set when the gateway goes down.</param>
    public async Task RunAsync(bool room, CancellationToken stop)
    {
        try
        {
            PeerCredentials peer = PeerCredentials.Of(asker);
            if (peer.User != 0 && peer.User != LibC.GetEffectiveUserId())
            {
                Log.Refused(services.Logger, peer.User, peer.Process);
                return;
            }
            AdminAnswer answer = room
                ? await AnswerAsync(peer, stop)
                : Fault($"{services.Limits.AdminConnections} are connected already (Limits:AdminConnections)");
            await SendAsync(answer, stop);
        }
        catch (Exception end) when (end is SocketException or OperationCanceledException or ObjectDisposedException)
        {
            // It has gone, or does not read: there is nobody to tell.
        }
#pragma warning disable CA1031 // A bug here must not end the gateway.
        catch (Exception bug)
#pragma warning restore CA1031
        {
            Log.Broke(services.Logger, bug);
        }
    }

    public void Dispose() => asker.Dispose();

    private async Task<AdminAnswer> AnswerAsync(PeerCredentials peer, CancellationToken stop)
    {
        (string? fault, AdminRequest? request) = await ReadAsync(stop);
        if (fault is not null)
            return Fault(fault);
        if (request!.Do is AdminAction.List)
            return new AdminAnswer { Policies = services.Control.List() };
        Log.Asked(services.Logger, peer.Process, peer.User, Describe(request));
        return request.Do is AdminAction.Swap
            ? await SwapAsync(request, stop)
            : new AdminAnswer
            {
                Report = await services.Control.RollBackAsync(
                    new RollBackRequest(request.Policy!, request.Takeover), stop),
            };
    }

    private async Task<AdminAnswer> SwapAsync(AdminRequest request, CancellationToken stop)
    {
        using var end = CancellationTokenSource.CreateLinkedTokenSource(stop);
        // Whoever goes while it waits wants it no more; one that has only ended sending has not gone.
        using var watch = new HangUpWatch(asker);
        Task<SwapReport> swap = services.Control.SwapAsync(
            new SwapRequest(request.Policy!)
            {
                Folder = request.Folder,
                Backend = request.Backend,
                Takeover = request.Takeover,
                TrialTicks = request.TrialTicks,
                MaximumDifference = request.MaximumDifference,
            }, end.Token);
        string? told = null;
        while (!swap.IsCompleted)
        {
            await Task.WhenAny(swap, watch.HungUp, Task.Delay(BetweenLooks, services.Time, end.Token));
            if (watch.HungUp.IsCompleted)
            {
                await end.CancelAsync();
                break;
            }
            string? step = services.Control.List()
                .FirstOrDefault(policy => policy.Name.Equals(request.Policy, StringComparison.OrdinalIgnoreCase))
                ?.Swapping;
            if (step is not null && step != told)
                await SendAsync(new AdminAnswer { Progress = told = step }, stop);
        }
        return new AdminAnswer { Report = await swap };
    }

    private async Task<(string? Fault, AdminRequest? Request)> ReadAsync(CancellationToken stop)
    {
        byte[] line = new byte[services.Limits.AdminRequestBytes];
        int count = 0;
        int end;
        TimeSpan limit = services.Limits.AdminRequestTime;
        using var inTime = new CancellationTokenSource(limit, services.Time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(inTime.Token, stop);
        try
        {
            while ((end = line.AsSpan(0, count).IndexOf((byte)'\n')) < 0)
            {
                if (count == line.Length)
                    return ($"a request has at most {line.Length} bytes (Limits:AdminRequestBytes)", null);
                int read = await asker.ReceiveAsync(line.AsMemory(count), either.Token);
                if (read == 0)
                    return ($"a request ends with a line's end; what came were {count} bytes without one", null);
                count += read;
            }
        }
        catch (OperationCanceledException) when (inTime.IsCancellationRequested)
        {
            return ($"no request came within {limit.TotalSeconds:0.###} s (Limits:AdminRequestTime)", null);
        }
        return Parse(line.AsSpan(0, end));
    }

    private static (string? Fault, AdminRequest? Request) Parse(ReadOnlySpan<byte> line)
    {
        try
        {
            AdminRequest? request = JsonSerializer.Deserialize(line, AdminJson.Default.AdminRequest);
            return request is null ? (NoRequest("null"), null) : (request.Fault, request);
        }
        catch (JsonException nonsense)
        {
            return (NoRequest(nonsense.Message), null);
        }
    }

    private static string NoRequest(string why) =>
        $"no request: {why}; one is as {{\"do\":\"List\"}} or {{\"do\":\"Swap\",\"policy\":\"NAME\"}}";

    private async Task SendAsync(AdminAnswer answer, CancellationToken stop)
    {
        using var inTime = new CancellationTokenSource(services.Limits.AdminRequestTime, services.Time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(inTime.Token, stop);
        string json = JsonSerializer.Serialize(answer, AdminAnswerJson.Default.AdminAnswer);
        ReadOnlyMemory<byte> line = Encoding.UTF8.GetBytes(json + "\n");
        while (!line.IsEmpty)
            line = line[await asker.SendAsync(line, either.Token)..];
    }

    private static string Describe(AdminRequest request) => request.Do is AdminAction.RollBack
        ? $"roll back policy '{request.Policy}'"
        : $"swap policy '{request.Policy}' for {request.Folder ?? "what is configured now"}";

    private static AdminAnswer Fault(string what) => new() { Error = what };
}
