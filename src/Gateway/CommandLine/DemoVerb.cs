using System.CommandLine;
using System.Runtime.InteropServices;
using Microsoft.Extensions.Logging;
using PolicyGate.Gateway.Configuration;
using PolicyGate.Gateway.Demo;
using PolicyGate.RobotClient.CommandLine;
using Spectre.Console;

namespace PolicyGate.Gateway.CommandLine;

/// <summary><c>demo</c>: a robot that plays sample episodes, driven through the gateway.</summary>
internal sealed class DemoVerb : Verb
{
    private const string PageName = "policygate-demo.html";

    private readonly Option<string?> _html = new("--html")
    {
        Description = $"Where the page with the pictures and joints is written. Default: artifacts/{PageName} beside "
            + "the samples, else a new temporary folder.",
        HelpName = "FILE",
    };

    private readonly Option<string?> _samples = new("--samples")
    {
        Description = "The samples' folder. Default: samples beside the configuration, here, or above the program.",
        HelpName = "FOLDER",
    };

    private readonly Option<bool> _plain = new("--plain")
    {
        Description = "Plain lines, as where the output is not a terminal.",
    };

    public DemoVerb() : base(
        "demo",
        "Starts a gateway with a sample policy and a robot that plays sample episodes to it, for about ten seconds.",
        "policygate demo",
        "policygate demo --html demo.html --plain")
    {
        Add(_html);
        Add(_samples);
        Add(_plain);
        SetAction(Run);
    }

    private int Run(ParseResult parsed)
    {
        // Errors in the configuration do not hinder: only its place and its plugin folder count here.
        var surroundings = new ConfigurationRequest();
        LoadedConfiguration loaded = ConfigurationLoader.Load(surroundings);
        SampleFolder? samples = SampleFolder.Find(
            parsed.GetValue(_samples), loaded.File, surroundings.WorkingFolder, surroundings.ProgramFolder,
            out string error);
        if (samples is null)
        {
            parsed.InvocationConfiguration.Error.WriteLine(error);
            return ExitCodes.Usage;
        }
        var request = new DemoRequest
        {
            Samples = samples,
            PluginFolder = loaded.PluginFolder,
            Html = Path.GetFullPath(parsed.GetValue(_html) ?? DefaultPage(samples), surroundings.WorkingFolder),
        };
        // A closed terminal; the observation files in /dev/shm would stay.
        using var signals = new StopSignals(PosixSignal.SIGHUP);
        using ILoggerFactory loggers = ConsoleLogging.CreateForWarnings();
        var run = new DemoRun(request, CreateView(parsed), loggers, TimeProvider.System);
        try
        {
            return run.RunAsync(signals.Stop).GetAwaiter().GetResult() ? ExitCodes.Ok : ExitCodes.Failed;
        }
        catch (OperationCanceledException)
        {
            parsed.InvocationConfiguration.Error.WriteLine("Stopped.");
            return ExitCodes.Failed;
        }
    }

    private IDemoView CreateView(ParseResult parsed)
    {
        IAnsiConsole console = AnsiConsole.Console;
        bool live = !parsed.GetValue(_plain) && !Console.IsOutputRedirected && console.Profile.Capabilities.Ansi;
        return live ? new LiveTableView(console) : new PlainView(parsed.InvocationConfiguration.Output);
    }

    /// <summary>
    /// A new folder where there are no artifacts: a name that others know, in a folder that all may write to, could be
    /// a link of theirs.
    /// </summary>
    private static string DefaultPage(SampleFolder samples)
    {
        string artifacts = Path.Combine(Path.GetDirectoryName(samples.Path) ?? "/", "artifacts");
        string folder = Directory.Exists(artifacts)
            ? artifacts
            : Directory.CreateTempSubdirectory("policygate-demo-").FullName;
        return Path.Combine(folder, PageName);
    }
}
