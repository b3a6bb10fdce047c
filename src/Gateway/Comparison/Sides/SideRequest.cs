namespace PolicyGate.Gateway.Comparison.Sides;

/// <summary>A side as the command line names it.</summary>
/// <param name="Backend">Name of the plugin.</param>
/// <param name="Folder">Of the policy; null for the recording's.</param>
internal sealed record SideRequest(string Backend, string? Folder)
{
    /// <param name="text"><c>BACKEND</c> or <c>BACKEND:FOLDER</c>.</param>
    public static SideRequest Parse(string text)
    {
        int colon = text.IndexOf(':', StringComparison.Ordinal);
        return colon < 0
            ? new SideRequest(text, Folder: null)
            : new SideRequest(text[..colon], text[(colon + 1)..]);
    }
}
