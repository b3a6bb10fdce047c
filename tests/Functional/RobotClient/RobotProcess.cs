using System.Diagnostics;
using System.Text;
using PolicyGate.Tests.Fixtures;

namespace PolicyGate.Tests.Functional.RobotClient;

/// <summary>The built <c>policygate robot</c> as a process of its own.</summary>
internal sealed class RobotProcess : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private readonly StringBuilder _said = new();
    private readonly Process _process;

    public RobotProcess(params string[] arguments)
    {
        // A suite that runs in the background of a shell has SIGINT ignored, and its children would.
        var start = new ProcessStartInfo(
            "env", ["--default-signal=INT,QUIT,HUP", GatewayProcess.Executable, "robot", .. arguments])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            UseShellExecute = false,
        };
        _process = Process.Start(start)!;
        _process.OutputDataReceived += Take;
        _process.ErrorDataReceived += Take;
        _process.BeginOutputReadLine();
        _process.BeginErrorReadLine();
    }

    public int Id => _process.Id;

    /// <summary>On both streams, so far.</summary>
    public string Said
    {
        get
        {
            lock (_said)
                return _said.ToString();
        }
    }

    /// <summary>Waits for its end.</summary>
    /// <returns>The exit code; by then all that it said is there.</returns>
    public async Task<int> Exit()
    {
        using var patience = new CancellationTokenSource(Patience);
        await _process.WaitForExitAsync(patience.Token);
        return _process.ExitCode;
    }

    public async ValueTask DisposeAsync()
    {
        if (!_process.HasExited)
            _process.Kill(entireProcessTree: true);
        await _process.WaitForExitAsync();
        _process.Dispose();
    }

    private void Take(object sender, DataReceivedEventArgs line)
    {
        lock (_said)
            _said.AppendLine(line.Data);
    }
}
