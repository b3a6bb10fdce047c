using PolicyGate.Abstractions;
using PolicyGate.Gateway.Limits;
using PolicyGate.Gateway.Policies.LeRobot;

namespace PolicyGate.Gateway.Policies;

/// <summary>
/// Reads a policy folder, strictly: by its <c>policy.json</c> or, where it has none, as LeRobot saves one. Everything
/// that is wrong with it is told at once.
/// </summary>
internal static class PolicyFolderReader
{
    public const string FileName = "policy.json";

    public const string WhatIsOne =
        "a policy folder holds policy.json and the model files that it names, or what LeRobot saves"
        + " (docs/policy-folder.md)";

    /// <param name="folder">The folder, relative to the current one or absolute.</param>
    /// <param name="limits">How large its files, a chunk, a picture and a row of joints may be.</param>
    /// <param name="errors">One sentence for each thing that is wrong.</param>
    /// <param name="notes">Receives how a checkpoint of LeRobot's was understood; null where nobody asks.</param>
    /// <returns>Null where anything is wrong.</returns>
    public static PolicyDescription? Read(
        string folder, LimitsOptions limits, ICollection<string> errors, ICollection<Finding>? notes = null)
    {
        string path = Path.GetFullPath(folder);
        if (IsCheckpoint(path))
            return new CheckpointReader(new CheckpointFolder(path, limits, errors, notes ?? [])).Read();
        try
        {
            return JsonFile.Read(
                Path.Combine(path, FileName), limits.PolicyJsonBytes, errors, new PolicyJsonReader(path, limits).Read);
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            errors.Add(WhyUnread(path, failure));
            return null;
        }
    }

    /// <summary>Whether a folder is to be read as LeRobot saves one.</summary>
    public static bool IsCheckpoint(string folder) =>
        !File.Exists(Path.Combine(folder, FileName)) && File.Exists(Path.Combine(folder, CheckpointConfigReader.File));

    private static string WhyUnread(string folder, Exception failure)
    {
        if (File.Exists(folder))
            return $"{folder} is a file; name the folder that holds it: {WhatIsOne}";
        if (!Directory.Exists(folder))
            return $"there is no folder {folder}; {WhatIsOne}";
        if (File.Exists(Path.Combine(folder, FileName)))
            return $"{Path.Combine(folder, FileName)} cannot be read: {failure.Message}";
        // Where LeRobot's training puts a checkpoint, beside the state of the training.
        string inner = Path.Combine(folder, "pretrained_model");
        return IsCheckpoint(inner)
            ? $"there is no policy.json in {folder}; the checkpoint is {inner}: name that folder"
            : $"there is no policy.json in {folder}; {WhatIsOne}";
    }
}
