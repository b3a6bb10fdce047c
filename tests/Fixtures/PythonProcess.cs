using System.Diagnostics;
using System.Text.Json;

namespace PolicyGate.Tests.Fixtures;

/// <summary>A program of a robot's side while it runs; disposing of it ends it with all that it started.</summary>
internal sealed class PythonProcess : IAsyncDisposable
{
    private readonly Process _process;
    private readonly Task<string> _errors;
    private readonly List<string> _lines = [];
    private readonly string _command;

    private PythonProcess(
        string environment, string script, string[] arguments, Action<ProcessStartInfo>? prepare)
    {
        _command = $"{script} {string.Join(' ', arguments)}";
        var start = new ProcessStartInfo(PythonEnvironment.Python(environment), [Repository.At(script), .. arguments])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            UseShellExecute = false,
        };
        prepare?.Invoke(start);
        _process = Process.Start(start)!;
        _errors = _process.StandardError.ReadToEndAsync();
    }

    public int Id => _process.Id;

    public static PythonProcess Start(string environment, string script, params string[] arguments) =>
        new(environment, script, arguments, prepare: null);

    /// <summary>Starts one that is told what to do while it runs.</summary>
    public static PythonProcess StartListening(string environment, string script, params string[] arguments) =>
        new(environment, script, arguments, start => start.RedirectStandardInput = true);

    /// <summary>Starts it in an environment that was prepared.</summary>
    public static PythonProcess Start(
        string environment, string script, string[] arguments, Action<ProcessStartInfo> prepare) =>
        new(environment, script, arguments, prepare);

    /// <summary>Writes a line to its standard input.</summary>
    public async Task Tell(string line)
    {
        await _process.StandardInput.WriteLineAsync(line);
        await _process.StandardInput.FlushAsync();
    }

    /// <summary>Waits for the next line of its output that begins with a word.</summary>
    /// <returns>The rest of that line.</returns>
    public async Task<string> Says(string word, TimeSpan limit)
    {
        string? line = await ReadUntil(line => line.StartsWith(word, StringComparison.Ordinal), limit);
        if (line is null)
            Assert.Fail($"ended and never said '{word}': {await Said()}");
        return line[word.Length..].Trim();
    }

    /// <summary>Waits until it has ended, which it must do well.</summary>
    /// <returns>The last line of its output, a JSON object.</returns>
    public async Task<JsonElement> Result(TimeSpan limit)
    {
        JsonElement result = await End(limit);
        _process.ExitCode.ShouldBe(0, await Said());
        return result;
    }

    /// <summary>Waits until it has ended, well or not.</summary>
    /// <returns>The last line of its output, a JSON object.</returns>
    public async Task<JsonElement> End(TimeSpan limit)
    {
        using var patience = new CancellationTokenSource(limit);
        await ReadUntil(_ => false, limit);
        await _process.WaitForExitAsync(patience.Token);
        _lines.ShouldNotBeEmpty(await Said());
        return JsonDocument.Parse(_lines[^1]).RootElement.Clone();
    }

    public async ValueTask DisposeAsync()
    {
        if (!_process.HasExited)
            _process.Kill(entireProcessTree: true);
        await _process.WaitForExitAsync();
        _process.Dispose();
    }

    /// <summary>Reads on to such a line; null at the output's end.</summary>
    private async Task<string?> ReadUntil(Func<string, bool> isIt, TimeSpan limit)
    {
        using var patience = new CancellationTokenSource(limit);
        try
        {
            while (await _process.StandardOutput.ReadLineAsync(patience.Token) is string line)
            {
                if (line.Length > 0)
                    _lines.Add(line);
                if (isIt(line))
                    return line;
            }

            return null;
        }
        catch (OperationCanceledException e)
        {
            _process.Kill(entireProcessTree: true);
            throw new TimeoutException($"not within {limit}: {await Said()}", e);
        }
    }

    /// <summary>All that it wrote; only once it has ended.</summary>
    private async Task<string> Said() => $"{_command}\n{string.Join('\n', _lines)}\n{await _errors}";
}
