using System.Diagnostics;
using System.Text;
using Microsoft.Extensions.Logging;
using PolicyGate.Formats;
using PolicyGate.Gateway.Sessions;

namespace PolicyGate.Gateway.Workers;

/// <summary>A worker's process, its control pipe, and what it writes to stderr.</summary>
internal sealed class WorkerProcess : IDisposable
{
    // Crashes of the runtime and of native libraries say what they have to say in their last lines.
    private const int LinesKept = 4;
    private const int LineBytes = 1000;

    // After the pipe's end: the process is gone but for what the kernel still takes down.
    private static readonly TimeSpan EndTime = TimeSpan.FromMilliseconds(200);

    private readonly Process _process;
    private readonly ILogger _logger;
    private readonly LogBudget _budget;
    private readonly Queue<string> _lastLines = new();
    private readonly Thread _errors;

    private WorkerProcess(Process process, WorkerTerms terms)
    {
        (_process, _logger) = (process, terms.Logger);
        _budget = new LogBudget(terms.Limits.WorkerLogLines, terms.Time);
        Id = process.Id;
        Control = new ControlChannel<ToWorker, FromWorker>(
            process.StandardInput.BaseStream, ControlJson.Default.ToWorker,
            process.StandardOutput.BaseStream, ControlJson.Default.FromWorker);
        _errors = new Thread(ReadErrors) { Name = $"worker {Id} stderr", IsBackground = true };
        _errors.Start();
    }

    public int Id { get; }

    public ControlChannel<ToWorker, FromWorker> Control { get; }

    /// <exception cref="System.ComponentModel.Win32Exception">The system does not start it.</exception>
    public static WorkerProcess Start(WorkerTerms terms) =>
        new(WorkerLauncher.Start(WorkerProgram.StartInfo(terms.Config)), terms);

    public void Kill()
    {
        try
        {
            _process.Kill();
        }
        catch (InvalidOperationException)
        {
            // It has ended by itself.
        }
    }

    /// <returns>Whether it has ended; then nothing of it is left.</returns>
    public bool WaitForEnd(TimeSpan limit) => _process.WaitForExit(limit);

    /// <summary>How it ended and what it said last; its control pipe has.</summary>
    public string DescribeEnd()
    {
        bool ended = WaitForEnd(EndTime);
        if (ended)
            _errors.Join(EndTime);
        string how = WorkerDeath.Describe(ended ? _process.ExitCode : null);
        lock (_lastLines)
            return _lastLines.Count == 0 ? how : $"{how}; its last lines: {string.Join(" | ", _lastLines)}";
    }

    public void Dispose()
    {
        Control.Dispose();
        _process.Dispose();
    }

    private void ReadErrors()
    {
        try
        {
            using Stream stream = _process.StandardError.BaseStream;
            byte[] buffer = new byte[LineBytes];
            int held = 0;
            int read;
            while ((read = stream.Read(buffer, held, buffer.Length - held)) > 0)
            {
                held += read;
                int end;
                while ((end = buffer.AsSpan(0, held).IndexOf((byte)'\n')) >= 0 || held == buffer.Length)
                {
                    int line = end < 0 ? held : end;
                    Keep(Encoding.UTF8.GetString(buffer, 0, line));
                    int rest = end < 0 ? held : end + 1;
                    buffer.AsSpan(rest, held - rest).CopyTo(buffer);
                    held -= rest;
                }
            }
        }
        catch (Exception closed) when (closed is IOException or ObjectDisposedException)
        {
            // The process was given up.
        }
    }

    private void Keep(string line)
    {
        line = Printable.Text(line).Trim();
        if (line.Length == 0)
            return;
        // A managed stack's frames would leave no room for what was thrown.
        if (!line.StartsWith("at ", StringComparison.Ordinal))
        {
            lock (_lastLines)
            {
                if (_lastLines.Count == LinesKept)
                    _lastLines.Dequeue();
                _lastLines.Enqueue(line);
            }
        }
        if (_budget.Spend())
            Log.Printed(_logger, Id, line);
    }
}
