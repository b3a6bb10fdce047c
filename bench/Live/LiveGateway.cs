using System.Net;
using System.Net.Sockets;
using PolicyGate.Gateway.Admin;
using PolicyGate.Gateway.Policies;

namespace PolicyGate.Bench.Live;

/// <summary>
/// A gateway in a process of its own with one policy on two routes, of which the second may have something beside.
/// </summary>
internal sealed class LiveGateway : IDisposable
{
    public const string Policy = "served";

    private const string Plain = "plain.socket";
    private const string Beside = "beside.socket";
    private const string Admin = "admin.socket";

    private readonly LiveOptions _options;
    private readonly TimeProvider _time;
    private readonly int _port = FreePort();

    /// <param name="options">What it serves.</param>
    /// <param name="time">The clock.</param>
    /// <param name="shadow">Backend of a shadow on the second route, of the same folder; null for none.</param>
    /// <param name="environment">Added to the bench's.</param>
    /// <param name="sparePercent">Of processors that must be idle for a shadow or a trial; null as by default.</param>
    public LiveGateway(
        LiveOptions options, TimeProvider time, string? shadow = null,
        IReadOnlyDictionary<string, string>? environment = null, int? sparePercent = null)
    {
        (_options, _time) = (options, time);
        // A run that is late is to be measured, not to be answered without.
        const string Deadline = "00:00:10";
        var policies = new Dictionary<string, object>
        {
            [Policy] = new { Folder = options.Policy, options.Backend, Deadline },
        };
        if (shadow is not null)
            policies["shadow"] = new { Folder = options.Policy, Backend = shadow, Deadline };
        Process = new GatewayProcess(options.Executable, new
        {
            PluginFolder = Checkout.At("artifacts/plugins"),
            Policies = policies,
            Routes = new
            {
                plain = new { Policy },
                beside = new { Policy, Shadows = policies.Keys.Where(name => name != Policy).ToArray() },
            },
            Wires = new
            {
                OpenArm = new[] { new { Listen = Plain, Route = "plain" }, new { Listen = Beside, Route = "beside" } },
            },
            Admin = new { Socket = Admin },
            Http = new { Endpoint = $"127.0.0.1:{_port}" },
            Limits = sparePercent is { } percent
                ? new Dictionary<string, int> { ["ShadowSparePercent"] = percent }
                : [],
            // Every answer is to be as the first.
            Chunks = new { DropLateRows = false },
        }, environment);
    }

    public GatewayProcess Process { get; }

    public PacedRobot ConnectPlain() => Connect(Plain);

    public PacedRobot ConnectBeside() => Connect(Beside);

    public Uri Page(string path) => new($"http://127.0.0.1:{_port}{path}");

    /// <summary>Has another version take over, and waits until robots come to it.</summary>
    /// <exception cref="IOException">It was refused.</exception>
    public void Swap(string? folder, string backend, Takeover takeover)
    {
        Ask(new AdminRequest(AdminAction.Swap)
        {
            Policy = Policy, Folder = folder, Backend = backend, Takeover = takeover,
        });
    }

    /// <summary>Rolls it back.</summary>
    public void RollBack(Takeover takeover) =>
        Ask(new AdminRequest(AdminAction.RollBack) { Policy = Policy, Takeover = takeover });

    public void Dispose() => Process.Dispose();

    public static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }

    private void Ask(AdminRequest request)
    {
        if (AdminClient.Connect(Process.PathOf(Admin), out AdminClient? client) is { } unreachable)
            throw new IOException(unreachable.Message);
        using AdminClient connected = client!;
        AdminAnswer answer = connected.AskAsync(request, _ => { }, CancellationToken.None).GetAwaiter().GetResult();
        if (answer.Report is not { Done: true })
            throw new IOException($"the swap was refused: {answer.Error ?? answer.Report?.Reason}");
    }

    private PacedRobot Connect(string socket) =>
        new(Process.Connect(_time, Process.PathOf(socket)), _options.Tick, _options.Hz, _time);
}
