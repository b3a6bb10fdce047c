using System.Globalization;

namespace PolicyGate.RobotClient.CommandLine;

/// <summary>A policy server's address, as <c>127.0.0.1:8080</c>, <c>[::1]:8080</c> or <c>lab:8080</c>.</summary>
internal static class ServerAddressText
{
    public static bool Fits(string text)
    {
        int colon = text.LastIndexOf(':');
        return colon > 0
            && ushort.TryParse(text.AsSpan(colon + 1), NumberStyles.None, CultureInfo.InvariantCulture, out ushort port)
            && port > 0
            && Uri.CheckHostName(text[..colon]) is not UriHostNameType.Unknown;
    }
}
