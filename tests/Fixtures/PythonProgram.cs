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
        var start = new ProcessStartInfo(PythonEnvironment.Python(environment), [Repository.At(script), .. arguments])
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

        string said = $"{script} {string.Join(' ', arguments)}\n{await output}\n{await errors}";
        patience.IsCancellationRequested.ShouldBeFalse($"did not end within {limit}: {said}");
        program.ExitCode.ShouldBe(0, said);
        string[] lines = (await output).Split('\n', StringSplitOptions.RemoveEmptyEntries);
        lines.ShouldNotBeEmpty(said);
        return JsonDocument.Parse(lines[^1]).RootElement.Clone();
    }
}
