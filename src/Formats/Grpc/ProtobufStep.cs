namespace PolicyGate.Formats.Grpc;

/// <summary>What <see cref="ProtobufReader.Next"/> came to.</summary>
internal enum ProtobufStep
{
    /// <summary>A field, whose number, type and value or place are now the reader's.</summary>
    Field,

    /// <summary>The message's end.</summary>
    End,

    /// <summary>More of the message is needed, from the reader's position on.</summary>
    More,

    /// <summary>No protobuf; the reader's fault says why.</summary>
    Malformed,
}
