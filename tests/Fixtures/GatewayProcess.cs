using System.Diagnostics;
using System.Net.Sockets;
using System.Runtime.InteropServices;
using System.Text;

namespace PolicyGate.Tests.Fixtures;

/// <summary>The built <c>policygate serve</c> as a process of its own, on a socket in a private folder.</summary>
internal sealed partial class GatewayProcess : IAsyncDisposable
{
    public const int Interrupt = 2;
    public const int Terminate = 15;
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("policygate-test-");
    private readonly StringBuilder _errors = new();
    private readonly Process _process;
    private readonly Socket? _robotsNode;

    private GatewayProcess(
        string policyFolder, string backend, IEnumerable<string> arguments, bool connects, string? path = null,
        IReadOnlyList<string>? launcher = null, string? config = null, string? executable = null, uint? owner = null)
    {
        SocketPath = path ?? Path.Combine(_folder.FullName, "policy-server.socket");
        string[] serve =
        [
            "serve", "--config", config ?? Repository.At("appsettings.json"),
            .. config is null
                ? ["--policy", policyFolder, "--backend", backend, "--set", TestConfig.NoHurry(policyFolder)]
                : Array.Empty<string>(),
            .. arguments, connects ? "--connect" : "--socket", SocketPath,
        ];
        if (connects)
            _robotsNode = Listen();
        if (owner is { } user)
            Give(user, SocketPath, _folder.FullName);
        // A suite that runs in the background of a shell has SIGINT ignored, and its children would.
        string[] command = ["env", "--default-signal=INT,QUIT", .. launcher ?? [], executable ?? Executable, .. serve];
        var start = new ProcessStartInfo(command[0], command[1..])
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

    public string SocketPath { get; }

    public int Id => _process.Id;

    /// <summary>What the kernel tells of it.</summary>
    public string ProcFolder => $"/proc/{_process.Id}";

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
        "--policy", policyFolder, "--backend", "Onnx", "--set", TestConfig.NoHurry(policyFolder),
        .. arguments,
    ];

    /// <summary>Starts it and waits until it answers a ping, which it does once the policy is warm.</summary>
    public static async Task<GatewayProcess> Start(string policyFolder, params string[] arguments)
    {
        var gateway = new GatewayProcess(policyFolder, "Onnx", arguments, connects: false);
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

    /// <summary>Starts it with a configuration of the test's own, which names its policies, and waits until it
    /// listens.</summary>
    public static async Task<GatewayProcess> StartConfigured(string config)
    {
        var gateway = new GatewayProcess("", "", [], connects: false, config: config);
        using var patience = new CancellationTokenSource(Patience);
        await gateway.Listening(patience.Token);
        return gateway;
    }

    /// <summary>Starts it and waits until it listens, which it does before its policy is warm.</summary>
    public static async Task<GatewayProcess> StartCold(string policyFolder, string backend, params string[] arguments)
    {
        var gateway = new GatewayProcess(policyFolder, backend, arguments, connects: false);
        using var patience = new CancellationTokenSource(Patience);
        await gateway.Listening(patience.Token);
        return gateway;
    }

    /// <summary>Starts it the container's way: it connects to the robot's node, which listens already.</summary>
    public static GatewayProcess StartConnecting(string policyFolder, string backend, params string[] arguments) =>
        new(policyFolder, backend, arguments, connects: true);

    /// <summary>The same, the robot's folder and socket being another user's; root is needed.</summary>
    public static GatewayProcess StartConnectingTo(
        uint owner, string policyFolder, string backend, string[] arguments, string[]? launcher = null) =>
        new(policyFolder, backend, arguments, connects: true, launcher: launcher, owner: owner);

    /// <summary>Starts one that is to listen where the test says.</summary>
    public static GatewayProcess StartAt(string socketPath, string policyFolder, string backend) =>
        new(policyFolder, backend, [], connects: false, socketPath);

    /// <summary>Starts it through a program that changes itself into it, and waits until it listens.</summary>
    public static async Task<GatewayProcess> StartUnder(
        IReadOnlyList<string> launcher, string policyFolder, string backend, string? socketPath = null,
        params IEnumerable<string> arguments)
    {
        var gateway = new GatewayProcess(policyFolder, backend, arguments, connects: false, socketPath, launcher);
        using var patience = new CancellationTokenSource(Patience);
        await gateway.Listening(patience.Token);
        return gateway;
    }

    /// <summary>The same, and does not wait.</summary>
    public static GatewayProcess LaunchUnder(
        IReadOnlyList<string> launcher, string policyFolder, string backend, string socketPath,
        params IEnumerable<string> arguments) =>
        new(policyFolder, backend, arguments, connects: false, socketPath, launcher);

    /// <summary>Waits until this is in what it writes to stderr.</summary>
    public async Task Says(string text)
    {
        using var patience = new CancellationTokenSource(Patience);
        using var pause = new PeriodicTimer(TimeSpan.FromMilliseconds(20));
        try
        {
            while (!Errors.Contains(text, StringComparison.Ordinal))
                await pause.WaitForNextTickAsync(patience.Token);
        }
        catch (OperationCanceledException late)
        {
            throw new TimeoutException($"it has not said '{text}' within {Patience}, but: {Errors}", late);
        }
    }

    /// <summary>The robot's end, once a connecting gateway is there.</summary>
    public async Task<RobotSocket> AcceptRobot()
    {
        using var patience = new CancellationTokenSource(Patience);
        return new RobotSocket(await _robotsNode!.AcceptAsync(patience.Token));
    }

    /// <summary>Starts the program of a release with its own configuration through a program that changes itself into
    /// it, and waits until it listens.</summary>
    public static async Task<GatewayProcess> StartReleased(
        IReadOnlyList<string> launcher, string executable, string config, params string[] arguments)
    {
        var gateway = new GatewayProcess(
            "", "", arguments, connects: false, launcher: launcher, config: config, executable: executable);
        using var patience = new CancellationTokenSource(Patience);
        await gateway.Listening(patience.Token);
        return gateway;
    }

    /// <summary>Asks it to end, and waits.</summary>
    /// <returns>Its exit code.</returns>
    public Task<int> Stop()
    {
        Signal(Terminate);
        return Exit();
    }

    public void Signal(int signal)
    {
        if (!_process.HasExited)
            _ = Kill(_process.Id, signal);
    }

    /// <summary>Ends it with no chance to do anything about it, and waits.</summary>
    public Task<int> KillAtOnce()
    {
        _process.Kill();
        return Exit();
    }

    /// <summary>Waits until it has ended by itself.</summary>
    /// <returns>Its exit code.</returns>
    public async Task<int> Exit()
    {
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
        _robotsNode?.Dispose();
        _folder.Delete(recursive: true);
    }

    private Socket Listen()
    {
        var socket = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        socket.Bind(new UnixDomainSocketEndPoint(SocketPath));
        socket.Listen();
        return socket;
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

    /// <summary>Makes files a user's own and, as robots' nodes do, closes them to all others.</summary>
    public static void Give(uint user, params string[] paths)
    {
        foreach (string path in paths)
        {
            UnixFileMode mode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
            File.SetUnixFileMode(path, Directory.Exists(path) ? mode | UnixFileMode.UserExecute : mode);
            ChangeOwner(path, user, user).ShouldBe(0, path);
        }
    }

    [LibraryImport("libc", EntryPoint = "chown", StringMarshalling = StringMarshalling.Utf8)]
    private static partial int ChangeOwner(string path, uint user, uint group);

    [LibraryImport("libc", EntryPoint = "kill")]
    private static partial int Kill(int process, int signal);
}
