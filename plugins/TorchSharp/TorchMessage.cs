namespace PolicyGate.TorchSharp;

/// <summary>libtorch's own words, cut to what an operator reads.</summary>
internal static class TorchMessage
{
    private const int Lines = 6;

    // TorchScript's failures: pages of quoted code, then this and the reason.
    private const string Reason = "\nRuntimeError: ";

    public static string Shorten(string message)
    {
        int reason = message.LastIndexOf(Reason, StringComparison.Ordinal);
        string[] lines = NotEmpty(reason < 0 ? message : message[(reason + Reason.Length)..]);
        string told = string.Join('\n', lines.Take(Lines));
        string? place = reason < 0
            ? null
            : Array.FindLast(NotEmpty(message[..reason]), line => line.StartsWith("File ", StringComparison.Ordinal));
        return place is null ? told : $"{told} ({place})";
    }

    private static string[] NotEmpty(string text) =>
        text.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
}
