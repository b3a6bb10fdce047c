using System.CommandLine;
using System.Text.Json;
using PolicyGate.Abstractions;
using PolicyGate.Gateway.Configuration;
using PolicyGate.Gateway.Plugins;

namespace PolicyGate.Gateway.CommandLine;

/// <summary><c>plugins</c>: which backends are there, and why others are not.</summary>
internal sealed class PluginsVerb : Verb
{
    private readonly ConfigurationArguments _configuration = new();
    private readonly JsonOption _json = new();

    public PluginsVerb() : base(
        "plugins",
        "Lists the backends in the plugin folder and what they find on this machine. Exit code 1: one cannot be used.",
        "policygate plugins",
        "policygate plugins --set PluginFolder=/opt/policygate/plugins --json")
    {
        _configuration.AddTo(this);
        Add(_json);
        SetAction(Run);
    }

    private int Run(ParseResult parsed)
    {
        // Errors elsewhere in the configuration do not hinder: only the plugin folder counts here.
        LoadedConfiguration loaded = ConfigurationLoader.Load(_configuration.Read(parsed));
        using var backends = new Backends(loaded);
        PluginsReport report = Look(backends.Host);
        TextWriter output = parsed.InvocationConfiguration.Output;
        if (parsed.GetValue(_json))
            output.WriteLine(JsonSerializer.Serialize(report, ReportJson.Default.PluginsReport));
        else
            Write(report, output);
        return report.Ok ? ExitCodes.Ok : ExitCodes.Failed;
    }

    private static PluginsReport Look(PluginHost host)
    {
        PluginCatalog catalog = host.Catalog;
        List<PluginReport> plugins = [.. catalog.Plugins.Select(plugin => Look(host, plugin))];
        plugins.AddRange(catalog.Problems.Select(problem => new PluginReport(
            problem.Name, problem.Folder, Version: null, Contract: null, problem.Error.Message, Findings: [])));
        bool ok = catalog.FolderError is null && plugins.TrueForAll(plugin => plugin.Ok);
        return new PluginsReport(catalog.Folder, ok, catalog.FolderError?.Message, plugins);
    }

    private static PluginReport Look(PluginHost host, PluginDescription description)
    {
        var findings = new List<Finding>();
        string? error = host.Load(description.Name, out Plugin? plugin)?.Message;
        error ??= plugin!.Diagnose(findings)?.Message;
        return new PluginReport(
            description.Name,
            description.Folder,
            description.AssemblyVersion.ToString(),
            $"{description.ContractMajor}.{description.ContractMinor}",
            error,
            findings);
    }

    private static void Write(PluginsReport report, TextWriter output)
    {
        output.WriteLine($"Plugins in {report.Folder}:");
        if (report.Error is not null)
            output.WriteLine($"  {report.Error}");
        else if (report.Plugins.Count == 0)
            output.WriteLine("  none; ./run builds them, and PluginFolder names another folder");
        foreach (PluginReport plugin in report.Plugins)
        {
            string versions = plugin.Version is null ? "" : $" {plugin.Version}, contract {plugin.Contract}";
            output.WriteLine($"  {plugin.Name}{versions} ({plugin.Folder})");
            if (plugin.Error is not null)
                output.WriteLine($"    cannot be used: {plugin.Error}");
            FindingList.Write(plugin.Findings, "    ", output);
        }
    }
}
