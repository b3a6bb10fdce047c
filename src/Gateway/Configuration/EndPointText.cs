using System.Net;

namespace PolicyGate.Gateway.Configuration;

/// <summary>Endpoints as they are written: <c>HOST:PORT</c>, several with <c>;</c> between.</summary>
internal static class EndPointText
{
    private const string Local = "localhost";

    public static string[] Split(string text) =>
        text.Split(';', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);

    /// <param name="text">The host an IP address, an IPv6 one in brackets where a port follows, or <c>localhost</c>.
    /// </param>
    /// <param name="defaultPort">Where none is named.</param>
    /// <returns>Null where it is none.</returns>
    public static IPEndPoint? Parse(string text, int defaultPort)
    {
        if (text.StartsWith(Local, StringComparison.OrdinalIgnoreCase))
            text = string.Concat(IPAddress.Loopback.ToString(), text.AsSpan(Local.Length));
        // A bare IPv6 address would be read with its last group as the port's absence: brackets are the rule.
        if (!IPEndPoint.TryParse(text, out IPEndPoint? endPoint))
            return null;
        bool named = text.EndsWith($":{endPoint.Port}", StringComparison.Ordinal)
            && (text.Contains(']', StringComparison.Ordinal) || text.Count(c => c == ':') == 1);
        return named ? endPoint : new IPEndPoint(endPoint.Address, defaultPort);
    }
}
