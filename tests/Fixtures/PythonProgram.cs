using System.Diagnostics;
using System.Text.Json;

namespace PolicyGate.Tests.Fixtures;

/// <summary>A program of a robot's side, run to its end within a limit.</summary>
internal static class PythonProgram
{
    /// <summary>The program must end well; it is ended, with all that it started, when the limit has passed.</summary>
    /// <returns>The last line of its output, a JSON object.</returns>
    public static async Task<JsonElement> Run(
        string environment, TimeSpan limit, string script, params string[] arguments)
    {
        PythonResult result = await RunToEnd(environment, limit, [Repository.At(script), .. arguments]);
        result.ExitCode.ShouldBe(0, result.Said);
        string[] lines = result.Output.Split('\n', StringSplitOptions.RemoveEmptyEntries);
        lines.ShouldNotBeEmpty(result.Said);
        return JsonDocument.Parse(lines[^1]).RootElement.Clone();
    }

    /// <summary>Whichever way it ends, within the limit.</summary>
    public static async Task<PythonResult> RunToEnd(string environment, TimeSpan limit, params string[] arguments)
    {
        var start = new ProcessStartInfo(PythonEnvironment.Python(environment), arguments)
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            UseShellExecute = false,
        };
        using Process program = Process.Start(start)!;
        Task<string> output = program.StandardOutput.ReadToEndAsync();
        Task<string> errors = program.StandardError.ReadToEndAsync();
        using var patience = new CancellationTokenSource(limit);
        try
        {
            await program.WaitForExitAsync(patience.Token);
        }
        catch (OperationCanceledException)
        {
            program.Kill(entireProcessTree: true);
        }

        PythonResult result = new(program.HasExited ? program.ExitCode : -1, await output, await errors, arguments);
        patience.IsCancellationRequested.ShouldBeFalse($"did not end within {limit}: {result.Said}");
        return result;
    }
}
