namespace PolicyGate.TorchSharp;

/// <summary>libtorch's own words, cut to what an operator reads.</summary>
internal static class TorchMessage
{
    private const int Lines = 6;

    public static string Shorten(string message)
    {
        string[] lines = message.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        return string.Join('\n', lines.Take(Lines));
    }
}
