using System.Diagnostics;
using System.Globalization;
using System.Runtime.InteropServices;
using PolicyGate.Gateway.Configuration;

namespace PolicyGate.Gateway.Workers;

/// <summary>How a worker is started: the gateway's own program with its hidden verb.</summary>
internal static class WorkerProgram
{
    private const string Name = "policygate";
    private const string LibraryPath = "LD_LIBRARY_PATH";

    /// <summary>The command line up to the verb.</summary>
    /// <remarks>
    /// The gateway's parts may run in another program, as the tests' runner or a bench: then the runtime under it, with
    /// the gateway's assembly.
    /// </remarks>
    public static IReadOnlyList<string> Command { get; } = FindCommand();

    public static ProcessStartInfo StartInfo(WorkerConfig config)
    {
        var start = new ProcessStartInfo(Command[0])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            UseShellExecute = false,
        };
        foreach (string part in Command.Skip(1))
            start.ArgumentList.Add(part);
        start.ArgumentList.Add("worker");
        start.ArgumentList.Add("--parent");
        start.ArgumentList.Add(Environment.ProcessId.ToString(CultureInfo.InvariantCulture));
        // Else each leaves its debugger's socket in /tmp when it is killed.
        start.Environment["DOTNET_EnableDiagnostics"] = "0";
        if (config.MemoryBytes is { } bytes)
        {
            start.ArgumentList.Add("--memory");
            start.ArgumentList.Add(bytes.ToString(CultureInfo.InvariantCulture));
            start.Environment["DOTNET_GCHeapHardLimit"] = bytes.ToString("X", CultureInfo.InvariantCulture);
        }
        foreach ((string name, string value) in config.Environment)
            start.Environment[name] = value;
        if (config.LibraryPath is { } folders)
        {
            start.Environment.TryGetValue(LibraryPath, out string? before);
            start.Environment[LibraryPath] = string.IsNullOrEmpty(before) ? folders : $"{folders}:{before}";
        }
        return start;
    }

    private static string[] FindCommand()
    {
        string? own = Environment.ProcessPath;
        if (own is not null && Path.GetFileName(own) == Name)
            return [own];
        // RUNTIME/shared/Microsoft.NETCore.App/VERSION/
        string dotnet = Path.GetFullPath(Path.Combine(RuntimeEnvironment.GetRuntimeDirectory(), "../../../dotnet"));
        return [dotnet, Path.Combine(AppContext.BaseDirectory, $"{Name}.dll")];
    }
}
