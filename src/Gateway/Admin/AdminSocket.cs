using System.Net.Sockets;
using Microsoft.Extensions.Logging;
using PolicyGate.Gateway.Configuration;
using PolicyGate.Gateway.Limits;
using PolicyGate.Gateway.Swaps;
using PolicyGate.Gateway.Wires.OpenArm;

namespace PolicyGate.Gateway.Admin;

/// <summary>Lets root and the gateway's own user list, swap and roll back its policies, by lines of JSON.</summary>
internal sealed class AdminSocket : IAsyncDisposable
{
    private static readonly TimeSpan AfterFault = TimeSpan.FromMilliseconds(100);

    private readonly AdminServices _services;
    private readonly OpenArmListener _listener;
    private readonly CancellationTokenSource _stop = new();
    private readonly Task _accepting;
    private int _connections;

    private AdminSocket(string path, OpenArmListener listener, AdminServices services)
    {
        (Path, _listener, _services) = (path, listener, services);
        _accepting = Task.Run(AcceptAsync);
    }

    /// <summary>Of its file.</summary>
    public string Path { get; }

    /// <summary>Listens from now on; a gateway whose socket cannot be made serves its robots all the same.</summary>
    /// <param name="config">Null where there is to be none.</param>
    /// <param name="control">What it speaks for.</param>
    /// <param name="limits">Of what is sent to it.</param>
    /// <param name="time">Its clock.</param>
    /// <param name="logger">Told where there is none.</param>
    public static AdminSocket? Open(
        AdminConfig? config, IPolicyControl control, LimitsOptions limits, TimeProvider time, ILogger logger)
    {
        if (config is null)
            return null;
        var services = new AdminServices(control, limits, time, logger);
        List<string> reasons = [];
        if (config.Socket is { } named)
            return TryOpen(named, services, reasons) ?? None(logger, reasons);
        foreach (string folder in AdminPlace.Folders())
        {
            if (AdminPlace.Prepare(folder) is { } refusal)
                reasons.Add(refusal);
            else if (TryOpen(AdminPlace.In(folder), services, reasons) is { } socket)
                return socket;
        }
        return None(logger, reasons);
    }

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        _listener.Dispose();
        await _accepting;
    }

    private static AdminSocket? TryOpen(string path, AdminServices services, List<string> reasons)
    {
        try
        {
            var socket = new AdminSocket(path, OpenArmSocket.Listen(path, services.Logger), services);
            Log.Listening(services.Logger, path);
            return socket;
        }
        catch (IOException fault)
        {
            reasons.Add(fault.Message);
            return null;
        }
    }

    private static AdminSocket? None(ILogger logger, List<string> reasons)
    {
        Log.NoSocket(logger, string.Join("; ", reasons));
        return null;
    }

    private async Task AcceptAsync()
    {
        while (!_stop.IsCancellationRequested)
        {
            try
            {
                Socket asker = await _listener.AcceptAsync(_stop.Token);
                _ = ServeAsync(asker);
            }
            catch (Exception end) when (end is OperationCanceledException or ObjectDisposedException)
            {
                return;
            }
            catch (SocketException)
            {
                // One that has gone already, or no descriptor is left: then the next fails at once as well.
                await Task.Delay(AfterFault, _services.Time);
            }
        }
    }

    private async Task ServeAsync(Socket asker)
    {
        using var exchange = new AdminExchange(asker, _services);
        try
        {
            bool room = Interlocked.Increment(ref _connections) <= _services.Limits.AdminConnections;
            await exchange.RunAsync(room, _stop.Token);
        }
        finally
        {
            Interlocked.Decrement(ref _connections);
        }
    }
}
