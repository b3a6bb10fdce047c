using System.CommandLine;
using System.Text.Json;
using PolicyGate.Gateway.Configuration;
using PolicyGate.Gateway.Doctor;

namespace PolicyGate.Gateway.CommandLine;

/// <summary><c>doctor</c>: what of this machine would hinder the gateway, and how to mend it.</summary>
internal sealed class DoctorVerb : Verb
{
    private readonly ServeArguments _arguments = new();
    private readonly JsonOption _json = new();

    public DoctorVerb() : base(
        "doctor",
        "Looks at the machine: cores, memory, rights, sockets, clock, GPU, libraries, backends, configuration. Changes"
        + " nothing. Exit code 2: something hinders.",
        "policygate doctor",
        "policygate doctor --policy samples/policies/reach --socket /dev/shm/policy-server.socket",
        "policygate doctor --json")
    {
        _arguments.AddTo(this);
        Add(_json);
        SetAction(Run);
    }

    private int Run(ParseResult parsed)
    {
        LoadedConfiguration loaded = ConfigurationLoader.Load(_arguments.Read(parsed));
        var diagnosis = new Diagnosis();
        MachineCheck.Run(loaded.Config, diagnosis);
        using (var backends = new Backends(loaded))
        {
            string[] needed = [.. loaded.Config?.Policies.Values.Select(policy => policy.Backend) ?? []];
            BackendsCheck.Run(backends.Host, needed, diagnosis);
        }
        TellConfiguration(loaded, diagnosis);

        TextWriter output = parsed.InvocationConfiguration.Output;
        if (parsed.GetValue(_json))
        {
            var report = new DoctorReport(diagnosis.Ok, diagnosis.Findings);
            output.WriteLine(JsonSerializer.Serialize(report, ReportJson.Default.DoctorReport));
        }
        else
        {
            Write(diagnosis, output);
        }
        return diagnosis.Ok ? ExitCodes.Ok : ExitCodes.Usage;
    }

    private static void TellConfiguration(LoadedConfiguration loaded, Diagnosis diagnosis)
    {
        const string Subject = "configuration";
        IReadOnlyList<ConfigurationError> errors = ConfigurationCheck.Run(loaded);
        foreach (ConfigurationError error in errors)
            diagnosis.Hinder(Subject, $"{error}", "docs/configuration.md explains every key");
        if (errors.Count == 0)
            diagnosis.Good(Subject, $"{loaded.Source} is good, and its policies load");
    }

    private static void Write(Diagnosis diagnosis, TextWriter output)
    {
        int width = diagnosis.Findings.Max(finding => finding.Subject.Length);
        foreach (DoctorFinding finding in diagnosis.Findings)
        {
            string level = finding.Level switch
            {
                DoctorLevel.Error => "error",
                DoctorLevel.Warning => "warning",
                DoctorLevel.Information => "info",
                _ => "ok",
            };
            output.WriteLine($"{level,-7}  {finding.Subject.PadRight(width)}  {finding.Found}");
            if (finding.Mend is not null)
                output.WriteLine($"{"",-7}  {"".PadRight(width)}  → {finding.Mend}");
        }
        int errors = diagnosis.Findings.Count(finding => finding.Level is DoctorLevel.Error);
        output.WriteLine(errors switch
        {
            0 => "nothing hinders",
            1 => "1 finding hinders",
            _ => $"{errors} findings hinder",
        });
    }
}
