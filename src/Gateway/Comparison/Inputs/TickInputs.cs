using PolicyGate.Gateway.Errors;
using PolicyGate.Gateway.Limits;
using PolicyGate.Gateway.Recording;

namespace PolicyGate.Gateway.Comparison.Inputs;

/// <summary>Finds out what a folder of ticks is.</summary>
internal static class TickInputs
{
    /// <param name="folder">Relative to the current one, or absolute.</param>
    /// <param name="limits">Of what is read.</param>
    /// <param name="input">Null where an error is returned.</param>
    /// <param name="kind">As a report calls it.</param>
    public static GatewayError? Open(string folder, LimitsOptions limits, out ITickInput? input, out string kind)
    {
        string path = Path.GetFullPath(folder);
        if (FolderInput.Find(path) is { } listed)
        {
            (input, kind) = (listed, listed.Kind);
            return null;
        }
        kind = "recording";
        GatewayError? error = RecordingInput.Open(path, limits, out RecordingInput? recording);
        input = recording;
        if (error is null || RecordingInput.Fits(path))
            return error;
        string lists = string.Join(", ", RequestList.All.Select(list => list.File));
        return error with { Message = $"{error.Message}; nor is it a folder with one of {lists}" };
    }
}
