using System.Runtime.InteropServices;

namespace PolicyGate.Formats.Arrow;

/// <summary>Where a record batch lies; checked to lie between the file's start and its footer.</summary>
/// <param name="Offset">Of its metadata, from the file's first byte; the body follows the metadata.</param>
/// <param name="MetadataBytes">With the length before and the padding behind.</param>
/// <param name="BodyBytes">The buffers.</param>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct ArrowBlock(long Offset, int MetadataBytes, long BodyBytes)
{
    public long BodyOffset => Offset + MetadataBytes;
}
