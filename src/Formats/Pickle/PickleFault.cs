using System.Text;

namespace PolicyGate.Formats.Pickle;

/// <summary>Faults of a pickle, each with the byte where it was found.</summary>
internal static class PickleFault
{
    // What a peer wrote is repeated only so far.
    private const int LongestQuote = 80;

    public static FormatFault Malformed(int at, string message) => FormatFault.Malformed($"byte {at}: {message}");

    public static FormatFault Unsupported(int at, string message) => FormatFault.Unsupported($"byte {at}: {message}");

    public static FormatFault LimitExceeded(int at, string message) =>
        FormatFault.LimitExceeded($"byte {at}: {message}");

    public static FormatFault Underflow(int at) => Malformed(at, "an opcode takes more values than there are");

    public static FormatFault NoMark(int at) => Malformed(at, "an opcode takes values up to a mark that is not there");

    public static FormatFault TooDeep(int at, PickleLimits limits) =>
        LimitExceeded(at, $"more than {limits.Depth} containers in each other");

    /// <summary>A peer's text, fit to stand in a message.</summary>
    public static string Quote(ReadOnlySpan<byte> utf8)
    {
        bool isWhole = utf8.Length <= LongestQuote;
        string text = Encoding.UTF8.GetString(isWhole ? utf8 : utf8[..LongestQuote]);
        var quoted = new StringBuilder(text.Length + 4).Append('"');
        foreach (char letter in text)
            quoted.Append(char.IsControl(letter) ? '.' : letter);
        return quoted.Append(isWhole ? "\"" : "…\"").ToString();
    }
}
