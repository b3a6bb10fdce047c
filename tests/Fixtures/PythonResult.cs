using System.Diagnostics;

namespace PolicyGate.Tests.Fixtures;

/// <summary>How a program ended, well or not, and all that it said.</summary>
internal sealed record PythonResult(int ExitCode, string Output, string Errors, IReadOnlyList<string> Arguments)
{
    /// <summary>For the message of a failed test.</summary>
    public string Said => $"{string.Join(' ', Arguments)}\n{Output}\n{Errors}";

    /// <summary>Runs it to its end; it is ended, with all that it started, when the limit has passed.</summary>
    public static async Task<PythonResult> Of(string environment, TimeSpan limit, params string[] arguments)
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
            await program.WaitForExitAsync(CancellationToken.None);
        }

        PythonResult result = new(program.ExitCode, await output, await errors, arguments);
        patience.IsCancellationRequested.ShouldBeFalse($"did not end within {limit}: {result.Said}");
        return result;
    }
}
