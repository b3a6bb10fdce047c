using System.ComponentModel;
using System.Diagnostics;
using System.IO.Pipes;
using PolicyGate.Formats;
using PolicyGate.RobotClient.Linux;

namespace PolicyGate.RobotClient.Robots.Processes;

/// <summary>A process and its standard streams; how it ended, or how it is ended.</summary>
internal sealed class ChildProcess : IDisposable
{
    // After its output's end: it is gone but for what the kernel still takes down, on a machine that is busy.
    private static readonly TimeSpan EndTime = TimeSpan.FromSeconds(2);

    // After SIGKILL: the kernel takes down what it held, its cameras' memory and more.
    private static readonly TimeSpan KillTime = TimeSpan.FromSeconds(10);

    // What .NET, like a shell, adds to the number of a signal.
    private const int SignalBase = 128;
    private const int ShownOfCommand = 100;

    private readonly Process _process;
    private readonly UnblockedPipe _input;
    private readonly StandardErrorLines _errors;
    private readonly string _command;

    private ChildProcess(Process process, string command, Action<string> said, TimeProvider time)
    {
        (_process, _command) = (process, command);
        _input = new UnblockedPipe((PipeStream)process.StandardInput.BaseStream);
        _errors = new StandardErrorLines(process.StandardError.BaseStream, said, time);
    }

    public Stream Output => _process.StandardOutput.BaseStream;

    /// <exception cref="RobotException">The system does not start it.</exception>
    public static ChildProcess Start(IReadOnlyList<string> command, Action<string> said, TimeProvider time)
    {
        if (command.Count == 0)
            throw new RobotException("a robot's process has no command: name a program, as python3 my_arm.py");
        string shown = Show(command);
        var start = new ProcessStartInfo(command[0], command.Skip(1))
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            UseShellExecute = false,
        };
        try
        {
            return new ChildProcess(Process.Start(start)!, shown, said, time);
        }
        catch (Win32Exception failure)
        {
            throw new RobotException($"the robot's process '{shown}' cannot be started: {failure.Message}", failure);
        }
    }

    /// <returns>As <see cref="UnblockedPipe.Write"/>.</returns>
    public string? Write(ReadOnlySpan<byte> line) => _input.Write(line);

    /// <summary>A sentence about it, with what it said last.</summary>
    public string Describe(string problem)
    {
        IReadOnlyList<string> last = _errors.Last;
        string lines = last.Count == 0 ? "" : $"; its last lines: {string.Join(" | ", last)}";
        return $"the robot's process '{_command}': {problem}{lines}";
    }

    /// <summary>Why its output has ended; takes a moment.</summary>
    public string DescribeEnd()
    {
        bool ended = _process.WaitForExit(EndTime);
        // Then all that it said is in the pipe.
        if (ended)
            _errors.WaitForEnd(EndTime);
        if (!ended)
            return "it closed its standard output, and runs on";
        int code = _process.ExitCode;
        return code > SignalBase
            ? $"it ended with exit code {code} (128 + signal {code - SignalBase}, as by a crash or by kill)"
            : $"it ended by itself, with exit code {code}";
    }

    /// <summary>Ends its input, then sends SIGTERM, then SIGKILL to it and all that it started.</summary>
    /// <param name="patience">After each of the first two.</param>
    /// <returns>What was needed; null where the end of its input was enough.</returns>
    public string? End(TimeSpan patience)
    {
        _input.Close();
        if (_process.WaitForExit(patience))
            return null;
        _ = LibC.SendSignal(_process.Id, LibC.SIGTERM);
        if (_process.WaitForExit(patience))
            return $"did not end within {patience.TotalSeconds} s of its standard input's end: it got SIGTERM";
        try
        {
            _process.Kill(entireProcessTree: true);
        }
        catch (Exception gone) when (gone is InvalidOperationException or Win32Exception or AggregateException)
        {
            // It has ended by itself, or something of its tree has.
        }
        bool ended = _process.WaitForExit(KillTime);
        return ended ? "did not end by SIGTERM: it was killed" : "cannot be killed: it hangs in the kernel";
    }

    public void Dispose()
    {
        // All that it said last; what it has started may hold the stream open.
        _errors.WaitForEnd(EndTime);
        _process.Dispose();
    }

    private static string Show(IReadOnlyList<string> command)
    {
        string text = Printable.Text(string.Join(' ', command));
        return text.Length > ShownOfCommand ? $"{text[..ShownOfCommand]}…" : text;
    }
}
