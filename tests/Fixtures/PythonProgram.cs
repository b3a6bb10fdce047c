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
        await using PythonProcess program = PythonProcess.Start(environment, script, arguments);
        return await program.Result(limit);
    }
}
