namespace PolicyGate.Formats.Arrow;

/// <summary>The members of the union <c>MessageHeader</c> in Arrow's <c>Message.fbs</c> that are read.</summary>
internal enum ArrowMessageHeader : byte
{
    None = 0,
    Schema = 1,
    DictionaryBatch = 2,
    RecordBatch = 3,
}
