using System.Text.Json;
using PolicyGate.Gateway.Errors;
using PolicyGate.Gateway.Policies.LeRobot;

namespace PolicyGate.Gateway.Policies;

/// <summary>The model files that <c>policy.json</c> names under <c>models</c>.</summary>
internal static class ModelFiles
{
    private const string Expected = "a file of the policy folder, or a list of them";

    /// <summary>
    /// Reads the names. A file that is not there is an error only where none is: a folder may be handed on with the one
    /// engine's model that is needed.
    /// </summary>
    public static Dictionary<string, IReadOnlyList<string>> Read(JsonField? models, string folder)
    {
        var byBackend = new Dictionary<string, IReadOnlyList<string>>(StringComparer.OrdinalIgnoreCase);
        if (models is not { } field || !field.Is(JsonValueKind.Object, "backend names with their files"))
            return byBackend;
        int before = field.Errors.Count;
        foreach ((string backend, JsonField member) in field.Members())
        {
            if (!byBackend.TryAdd(backend, ReadFiles(member, folder)))
                member.Fail("names a backend for the second time; names are compared without case");
        }
        string[] all = [.. byBackend.Values.SelectMany(files => files)];
        bool named = all.Length > 0 && field.Errors.Count == before;
        if (named && !all.Any(file => File.Exists(Path.Combine(folder, file))))
        {
            string tried = string.Join(", ", all.Select(file => Path.Combine(folder, file)));
            field.Fail($"none of the files is there: {tried}");
        }
        return byBackend;
    }

    /// <summary>The file that a backend is to load: the first that is there of those named for it.</summary>
    /// <param name="policy">The policy.</param>
    /// <param name="backend">The backend's name, in any case.</param>
    /// <param name="path">Absolute; null where <c>policy.json</c> names no file for this backend, which may need
    /// none.</param>
    public static GatewayError? Choose(PolicyDescription policy, string backend, out string? path)
    {
        path = null;
        if (!policy.Models.TryGetValue(backend, out IReadOnlyList<string>? files) || files.Count == 0)
            return null;
        string[] paths = [.. files.Select(file => Path.Combine(policy.Folder, file))];
        path = paths.FirstOrDefault(File.Exists);
        return path is not null ? null : new GatewayError(ErrorCode.NotFound, NotThere(policy, backend, files));
    }

    private static string NotThere(PolicyDescription policy, string backend, IReadOnlyList<string> files)
    {
        if (policy.Type is null)
        {
            return $"the policy '{policy.Name}' names {string.Join(", ", files)} for the backend {backend}"
                + $" (policy.json, models), and {policy.Folder} has no such file; copy it there, or choose another"
                + $" backend: {string.Join(", ", policy.Models.Keys)}";
        }
        string? other = policy.Models
            .FirstOrDefault(model => model.Value.Any(file => File.Exists(Path.Combine(policy.Folder, file)))).Key;
        return $"the checkpoint {policy.Folder} has no {string.Join(", ", files)} for the backend {backend};"
            + $" {CheckpointModels.HowToMake(policy.Folder)}"
            + (other is null ? "" : $", or choose the backend {other}, whose model is there");
    }

    private static List<string> ReadFiles(JsonField field, string folder)
    {
        List<string> files = [];
        IEnumerable<JsonField> names = field.Value.ValueKind is JsonValueKind.Array ? field.Items() : [field];
        foreach (JsonField name in names)
        {
            if (name.Text(Expected) is not { } file)
                continue;
            if (IsInside(folder, file))
                files.Add(file);
            else
                name.FailExpected("a path below the policy folder, relative to it");
        }
        return files;
    }

    /// <summary>Whether a file's path leads nowhere but below a folder.</summary>
    /// <remarks>By its name alone: a link inside the folder is the operator's own.</remarks>
    public static bool IsInside(string folder, string file) =>
        !Path.IsPathRooted(file) && !file.Contains('\0', StringComparison.Ordinal)
        && Path.GetFullPath(file, folder).StartsWith(
            Path.TrimEndingDirectorySeparator(folder) + Path.DirectorySeparatorChar, StringComparison.Ordinal);
}
