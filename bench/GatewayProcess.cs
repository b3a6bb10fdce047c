using System.Diagnostics;
using System.Net.Sockets;
using System.Runtime.InteropServices;
using System.Text.Json;
using PolicyGate.RobotClient;
using PolicyGate.RobotClient.OpenArm.Drive;

namespace PolicyGate.Bench;

/// <summary>The real <c>policygate serve</c> in a process of its own, on a socket in a private folder.</summary>
internal sealed partial class GatewayProcess : IDisposable
{
    private const int Terminate = 15;
    private const int AnswerBytes = 16 << 20;
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private readonly ScratchFolder _folder = new("policygate-bench-");
    private readonly Process _process;

    /// <param name="executable">Null for the one that this checkout has built.</param>
    /// <param name="policyFolder">What it serves.</param>
    /// <param name="backend">On what.</param>
    /// <param name="cores">Its own, as <c>0,1</c>; null for the bench's.</param>
    /// <param name="more">Further arguments.</param>
    public GatewayProcess(
        string? executable, string policyFolder, string backend, string? cores = null, params string[] more)
    {
        _process = Start(executable, cores, environment: null,
        [
            "serve", "--config", Checkout.At("appsettings.json"), "--policy", policyFolder, "--backend", backend,
            "--socket", SocketPath,
            // A run that is late is to be measured, not to be answered without.
            "--set", $"Policies:{Path.GetFileName(policyFolder)}:Deadline=00:00:10", .. more,
        ]);
    }

    /// <summary>One with a configuration of its own, whose paths are relative to its folder.</summary>
    /// <param name="executable">Null for the one that this checkout has built.</param>
    /// <param name="gateway">What stands below <c>Gateway</c>.</param>
    /// <param name="environment">Added to the bench's.</param>
    public GatewayProcess(
        string? executable, object gateway, IReadOnlyDictionary<string, string>? environment = null)
    {
        string config = _folder.PathOf("gateway.json");
        File.WriteAllText(config, JsonSerializer.Serialize(new { Gateway = gateway }));
        _process = Start(executable, cores: null, environment, ["serve", "--config", config]);
    }

    public string SocketPath => PathOf("policy.socket");

    public TimeSpan ProcessorTime => _process.TotalProcessorTime;

    public double ResidentMegabytes
    {
        get
        {
            _process.Refresh();
            return _process.WorkingSet64 / 1e6;
        }
    }

    /// <summary>Of a file in its folder.</summary>
    public string PathOf(string name) => _folder.PathOf(name);

    /// <summary>Connects as soon as it listens.</summary>
    /// <param name="time">The clock.</param>
    /// <param name="socket">A path; null for <see cref="SocketPath"/>.</param>
    /// <exception cref="IOException">It ended instead, or took too long.</exception>
    public DriveConnection Connect(TimeProvider time, string? socket = null)
    {
        var endPoint = new UnixDomainSocketEndPoint(socket ?? SocketPath);
        long began = time.GetTimestamp();
        while (!_process.HasExited && time.GetElapsedTime(began) < Patience)
        {
            var robot = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
            try
            {
                robot.Connect(endPoint);
                return new DriveConnection(robot, Patience, AnswerBytes);
            }
            catch (SocketException)
            {
                robot.Dispose();
                Thread.Sleep(1);
            }
        }
        throw new IOException("the gateway did not come to listen");
    }

    public void Dispose()
    {
        if (!_process.HasExited)
            _ = Kill(_process.Id, Terminate);
        _process.WaitForExit();
        _process.Dispose();
        _folder.Dispose();
    }

    private static Process Start(
        string? executable, string? cores, IReadOnlyDictionary<string, string>? environment, string[] arguments)
    {
        executable ??= Checkout.At("artifacts/bin/Gateway/release/policygate");
        if (cores is not null)
            (executable, arguments) = ("taskset", ["-c", cores, executable, .. arguments]);
        var start = new ProcessStartInfo(executable, arguments)
        {
            RedirectStandardError = true,
            UseShellExecute = false,
        };
        foreach ((string name, string value) in environment ?? new Dictionary<string, string>())
            start.Environment[name] = value;
        Process process = Process.Start(start)!;
        // Its log; a full pipe would stop it.
        process.ErrorDataReceived += (_, _) => { };
        process.BeginErrorReadLine();
        return process;
    }

    [LibraryImport("libc", EntryPoint = "kill")]
    private static partial int Kill(int process, int signal);
}
