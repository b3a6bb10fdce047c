using PolicyGate.Abstractions;
using PolicyGate.Gateway.Limits;
using PolicyGate.Gateway.Policies;
using PolicyGate.Gateway.Policies.LeRobot;

namespace PolicyGate.Gateway.Inspection;

/// <summary>
/// What a policy folder holds: its models, inputs, outputs and rate, or everything that is wrong with it.
/// </summary>
internal static class PolicyInspection
{
    public static IReadOnlyList<Finding> Of(string folder, LimitsOptions limits)
    {
        var errors = new List<string>();
        var notes = new List<Finding>();
        PolicyDescription? policy = PolicyFolderReader.Read(folder, limits, errors, notes);
        string source = PolicyFolderReader.IsCheckpoint(folder) ? "checkpoint" : PolicyFolderReader.FileName;
        List<Finding> findings = [.. notes, .. errors.Select(error => new Finding(FindingLevel.Error, source, error))];
        if (policy is null)
            return findings;

        findings.Insert(0, Tell("name", policy.Name));
        if (policy.Text is not null)
            findings.Add(Tell("description", policy.Text));
        findings.AddRange(TellModels(policy));
        findings.AddRange(policy.Inputs.Select(input => Tell($"input {input.Spec.Name}", Describe(input))));
        findings.AddRange(policy.Outputs.Select(output => Tell($"output {output.Spec.Name}", Describe(output))));
        string cutoff = policy.Control.CutoffHz is double hz ? $", low-pass at {hz} Hz" : "";
        findings.Add(Tell("control", $"{policy.Control.RateHz} rows per second{cutoff}"));
        return findings;
    }

    private static IEnumerable<Finding> TellModels(PolicyDescription policy)
    {
        bool none = true;
        foreach ((string backend, IReadOnlyList<string> files) in policy.Models)
        {
            string[] there = [.. files.Where(file => File.Exists(Path.Combine(policy.Folder, file)))];
            none &= there.Length == 0;
            yield return Tell($"model for {backend}",
                string.Join(", ", files.Select(file => there.Contains(file) ? file : $"{file} (not there)")));
        }
        if (none && policy.Type is not null)
            yield return new Finding(FindingLevel.Error, "models", CheckpointModels.HowToMake(policy.Folder));
    }

    private static string Describe(TensorDescription tensor)
    {
        string shape = string.Join(", ", tensor.Spec.Shape);
        List<string> parts = [$"{Lower(tensor.Spec.Type)} [{shape}]"];
        if (tensor.Spec.Role == TensorRole.Image)
            parts.Add($"layout {Lower(tensor.Layout)}, resize {NameOf(tensor.Resize)}");
        if (tensor.Normalize.Mode is not NormalizationMode.Identity)
            parts.Add($"normalize {NormalizationModes.WordOf(tensor.Normalize.Mode)}");
        if (tensor.History.Count > 0)
            parts.Add($"history {string.Join(" ", tensor.History)}");
        if (tensor.Relative.Count > 0)
            parts.Add("relative to observation.state");
        if (tensor.Names.Count > 0)
            parts.Add(string.Join(" ", tensor.Names));
        return string.Join("; ", parts);
    }

    // As policy.json has them: what is read here can be typed there.
    private static string NameOf(ResizeMethod? resize) =>
        resize is { } method ? ResizeWords.WordOf(method) : "as the wire does";

    private static string Lower<T>(T word) where T : struct, Enum => word.ToString().ToLowerInvariant();

    private static Finding Tell(string subject, string text) => new(FindingLevel.Ok, subject, text);
}
