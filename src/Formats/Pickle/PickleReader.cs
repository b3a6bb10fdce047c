namespace PolicyGate.Formats.Pickle;

/// <summary>
/// Reads pickles of protocols 0 to 5 as data, one at a time: nothing is called, nothing is copied that lies in the
/// message as it is, and once warm nothing is allocated.
/// </summary>
internal sealed class PickleReader
{
    private readonly PickleLimits _limits;
    private readonly PickleMachine _machine;

    /// <param name="limits">What a message may ask for.</param>
    /// <param name="classes">Whose instances it may hold.</param>
    public PickleReader(PickleLimits limits, IReadOnlyList<PickleClass> classes)
    {
        _limits = limits;
        Document = new PickleDocument(limits);
        _machine = new PickleMachine(Document, new MessageScope(Document, classes));
    }

    /// <summary>Of the last message that was read.</summary>
    public PickleDocument Document { get; }

    /// <param name="message">One pickle and nothing behind it; left as it is while its values are used.</param>
    public FormatFault? Read(ReadOnlyMemory<byte> message)
    {
        Document.Begin(message);
        if (message.Length > _limits.Bytes)
            return FormatFault.LimitExceeded($"a pickle of {message.Length} bytes, at most {_limits.Bytes} are read");
        if (_machine.Run(0, message.Length, isDecoded: false, out int root, out int end) is { } fault)
            return fault;
        Document.Root = root;
        return end == message.Length
            ? null
            : PickleFault.Malformed(end, $"{message.Length - end} bytes behind the pickle's end");
    }
}
