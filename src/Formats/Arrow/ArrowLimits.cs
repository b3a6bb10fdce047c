namespace PolicyGate.Formats.Arrow;

/// <summary>What one Arrow file may ask for; the reader's memory is bounded by these.</summary>
/// <param name="MetadataBytes">Of the footer or the schema, and of each batch's metadata.</param>
/// <param name="Columns">Nested ones counted.</param>
/// <param name="Depth">Nesting of columns; a plain column is 1 deep.</param>
/// <param name="Batches">Record batches, and as many dictionaries.</param>
/// <param name="Rows">Of one batch.</param>
/// <param name="DecompressedBytes">Decompressed of one file, what is passed over included.</param>
internal sealed record ArrowLimits(
    int MetadataBytes, int Columns, int Depth, int Batches, int Rows, long DecompressedBytes);
