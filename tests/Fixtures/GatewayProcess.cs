using System.Diagnostics;
using System.Net.Sockets;
using System.Runtime.InteropServices;
using System.Text;

namespace PolicyGate.Tests.Fixtures;

/// <summary>The built <c>policygate serve</c> as a process of its own, on a socket in a private folder.</summary>
internal sealed partial class GatewayProcess : IAsyncDisposable
{
    private const int Terminate = 15;
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("policygate-test-");
    private readonly StringBuilder _errors = new();
    private readonly Process _process;

    private GatewayProcess(string policyFolder, params string[] arguments)
    {
        string[] serve = [.. ServeArguments(policyFolder, arguments), "--socket", SocketPath];
        var start = new ProcessStartInfo(Executable, serve)
        {
            RedirectStandardError = true,
            RedirectStandardInput = true,
            UseShellExecute = false,
        };
        _process = Process.Start(start)!;
        _process.StandardInput.Close();
        _process.ErrorDataReceived += (_, line) =>
        {
            lock (_errors)
                _errors.AppendLine(line.Data);
        };
        _process.BeginErrorReadLine();
    }

    public static string Executable { get; } = Repository.At("artifacts/bin/Gateway/release/policygate");

    public string SocketPath => Path.Combine(_folder.FullName, "policy-server.socket");

    /// <summary>What it has written to stderr so far.</summary>
    public string Errors
    {
        get
        {
            lock (_errors)
                return _errors.ToString();
        }
    }

    /// <summary>The verb and its options but for the wire; the repository's configuration, wherever it runs.</summary>
    public static string[] ServeArguments(string policyFolder, params string[] arguments) =>
    [
        "serve", "--config", Repository.At("appsettings.json"),
        "--policy", policyFolder, "--backend", "Onnx",
        .. arguments,
    ];

    /// <summary>Starts it and waits until it answers a ping, which it does once the policy is warm.</summary>
    public static async Task<GatewayProcess> Start(string policyFolder, params string[] arguments)
    {
        var gateway = new GatewayProcess(policyFolder, arguments);
        try
        {
            using var patience = new CancellationTokenSource(Patience);
            await gateway.Listening(patience.Token);
            using var robot = new RobotSocket(gateway.SocketPath);
            robot.Ask("""{"ping":true}""").GetProperty("ready").GetBoolean().ShouldBeTrue(gateway.Errors);
        }
        catch
        {
            await gateway.DisposeAsync();
            throw;
        }

        return gateway;
    }

    /// <summary>Asks it to end, and waits.</summary>
    /// <returns>Its exit code.</returns>
    public async Task<int> Stop()
    {
        if (!_process.HasExited)
            _ = Kill(_process.Id, Terminate);
        using var patience = new CancellationTokenSource(Patience);
        await _process.WaitForExitAsync(patience.Token);
        return _process.ExitCode;
    }

    public async ValueTask DisposeAsync()
    {
        try
        {
            await Stop();
        }
        catch (OperationCanceledException)
        {
            _process.Kill();
        }

        _process.Dispose();
        _folder.Delete(recursive: true);
    }

    private async Task Listening(CancellationToken cancel)
    {
        using var pause = new PeriodicTimer(TimeSpan.FromMilliseconds(20));
        while (!CanConnect())
        {
            _process.HasExited.ShouldBeFalse($"the gateway ended before it listened:\n{Errors}");
            await pause.WaitForNextTickAsync(cancel);
        }
    }

    private bool CanConnect()
    {
        using var socket = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        try
        {
            socket.Connect(new UnixDomainSocketEndPoint(SocketPath));
            return true;
        }
        catch (SocketException)
        {
            return false;
        }
    }

    [LibraryImport("libc", EntryPoint = "kill")]
    private static partial int Kill(int process, int signal);
}
