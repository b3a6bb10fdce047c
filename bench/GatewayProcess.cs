using System.Diagnostics;
using System.Net.Sockets;
using System.Runtime.InteropServices;
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
        executable ??= Checkout.At("artifacts/bin/Gateway/release/policygate");
        string[] arguments =
        [
            "serve", "--config", Checkout.At("appsettings.json"), "--policy", policyFolder, "--backend", backend,
            "--socket", SocketPath,
            // A run that is late is to be measured, not to be answered without.
            "--set", $"Policies:{Path.GetFileName(policyFolder)}:Deadline=00:00:10", .. more,
        ];
        if (cores is not null)
            (executable, arguments) = ("taskset", ["-c", cores, executable, .. arguments]);
        _process = Process.Start(new ProcessStartInfo(executable, arguments)
        {
            RedirectStandardError = true,
            UseShellExecute = false,
        })!;
        // Its log; a full pipe would stop it.
        _process.ErrorDataReceived += (_, _) => { };
        _process.BeginErrorReadLine();
    }

    public string SocketPath => _folder.PathOf("policy.socket");

    public TimeSpan ProcessorTime => _process.TotalProcessorTime;

    public double ResidentMegabytes
    {
        get
        {
            _process.Refresh();
            return _process.WorkingSet64 / 1e6;
        }
    }

    /// <summary>Connects as soon as it listens.</summary>
    /// <exception cref="IOException">It ended instead, or took too long.</exception>
    public DriveConnection Connect(TimeProvider time)
    {
        long began = time.GetTimestamp();
        while (!_process.HasExited && time.GetElapsedTime(began) < Patience)
        {
            var socket = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
            try
            {
                socket.Connect(new UnixDomainSocketEndPoint(SocketPath));
                return new DriveConnection(socket, Patience, AnswerBytes);
            }
            catch (SocketException)
            {
                socket.Dispose();
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

    [LibraryImport("libc", EntryPoint = "kill")]
    private static partial int Kill(int process, int signal);
}
