namespace PolicyGate.Formats.Arrow;

/// <summary>How a record batch's buffers are compressed: Arrow's <c>CompressionType</c>.</summary>
internal enum ArrowCodec : sbyte
{
    None = -1,
    Lz4Frame = 0,
    Zstd = 1,
}
