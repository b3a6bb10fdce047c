namespace PolicyGate.Formats;

/// <summary>Why bytes could not be read as their format.</summary>
internal enum FormatFaultKind
{
    /// <summary>They break the format's own rules.</summary>
    Malformed,

    /// <summary>They keep the rules and use a part of the format that is not read here.</summary>
    Unsupported,

    /// <summary>They ask for more than the limits given.</summary>
    LimitExceeded,

    /// <summary>The source did not deliver them: it shrank, or the system refused.</summary>
    Unreadable,
}
