using System.Globalization;

namespace PolicyGate.Gateway.Replay;

/// <summary>A policy server to be asked: an OpenArm socket, or a LeRobot endpoint.</summary>
/// <param name="Socket">Absolute path; null for LeRobot's.</param>
/// <param name="EndPoint">As <c>127.0.0.1:8080</c>; null for OpenArm's.</param>
internal sealed record ServerAddress(string? Socket, string? EndPoint)
{
    private const string SocketPrefix = "unix:";

    /// <summary>Null where it is neither <c>unix:PATH</c> nor <c>HOST:PORT</c>.</summary>
    public static ServerAddress? Parse(string text)
    {
        if (text.StartsWith(SocketPrefix, StringComparison.Ordinal))
        {
            string path = text[SocketPrefix.Length..];
            return path.Length == 0 ? null : new ServerAddress(Path.GetFullPath(path), EndPoint: null);
        }
        int colon = text.LastIndexOf(':');
        bool whole = colon > 0 && ushort.TryParse(text.AsSpan(colon + 1), NumberStyles.None, provider: null, out _)
            && Uri.CheckHostName(text[..colon]) is not UriHostNameType.Unknown;
        return whole ? new ServerAddress(Socket: null, text) : null;
    }

    public override string ToString() => Socket is null ? EndPoint! : SocketPrefix + Socket;
}
