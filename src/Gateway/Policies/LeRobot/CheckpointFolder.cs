using PolicyGate.Abstractions;
using PolicyGate.Formats;
using PolicyGate.Formats.Safetensors;
using PolicyGate.Gateway.Limits;

namespace PolicyGate.Gateway.Policies.LeRobot;

/// <summary>
/// A folder as LeRobot saves it, while it is read: its files, what is wrong with them, and how they were understood.
/// </summary>
/// <param name="path">Absolute.</param>
/// <param name="limits">How large its files, a chunk, a picture and a row of joints may be.</param>
/// <param name="errors">One sentence for each thing that is wrong.</param>
/// <param name="notes">Receives how it was understood.</param>
internal sealed class CheckpointFolder(
    string path, LimitsOptions limits, ICollection<string> errors, ICollection<Finding> notes)
{
    public string Root => path;

    public LimitsOptions Limits => limits;

    /// <summary>How many things are wrong so far.</summary>
    public int Errors => errors.Count;

    public bool Has(string file) => File.Exists(At(file));

    public void Fail(string message) => errors.Add(Printable.Text(message));

    public void Note(string subject, string text, FindingLevel level = FindingLevel.Ok) =>
        notes.Add(new Finding(level, Printable.Text(subject), Printable.Text(text)));

    /// <summary>Null, and an error, where it cannot be read.</summary>
    public T? ReadJson<T>(string file, Func<JsonField, T?> read) where T : class
    {
        try
        {
            return JsonFile.Read(At(file), limits.PolicyJsonBytes, errors, read);
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            Fail($"{At(file)} cannot be read: {failure.Message}");
            return null;
        }
    }

    /// <summary>Null, and an error, where it cannot be read.</summary>
    public SafetensorsFile? Open(string file)
    {
        try
        {
            FormatFault? fault = SafetensorsFile.Open(
                File.OpenRead(At(file)), limits.SafetensorsHeaderBytes, out SafetensorsFile? opened);
            if (fault is null)
                return opened;
            string limit = fault.Kind is FormatFaultKind.LimitExceeded ? " (Limits:SafetensorsHeaderBytes)" : "";
            Fail($"{file}: {fault.Message}{limit}; copy it again from where it was saved");
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            Fail($"{At(file)} cannot be read: {failure.Message}");
        }
        return null;
    }

    private string At(string file) => Path.Combine(path, file);
}
