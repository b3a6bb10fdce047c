namespace PolicyGate.Gateway.Replay;

/// <summary>Answers as they are sent.</summary>
internal static class Replies
{
    // No text in an answer has a bare quote in it: this is the object itself, which an answer ends with.
    private static ReadOnlySpan<byte> Timing => ",\"timing\":{"u8;

    private static ReadOnlySpan<byte> End => "}\n"u8;

    /// <summary>Byte for byte, but for how long each stage took.</summary>
    public static bool AreSame(ReadOnlySpan<byte> recorded, ReadOnlySpan<byte> played)
    {
        int timing = recorded.LastIndexOf(Timing);
        return timing < 0
            ? recorded.SequenceEqual(played)
            : played.StartsWith(recorded[..timing]) && played[timing..].SequenceEqual(End);
    }
}
