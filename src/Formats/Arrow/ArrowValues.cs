namespace PolicyGate.Formats.Arrow;

/// <summary>Where one row's elements lie: the numbers of a list or the bytes of a string.</summary>
/// <param name="Field">The column.</param>
/// <param name="IsNull">The row has no value; the rest is then 0.</param>
/// <param name="Buffer">Index of the buffer in the batch.</param>
/// <param name="Start">Of the first element, in bytes from the buffer's start.</param>
/// <param name="Count">Elements.</param>
/// <param name="Bytes">All elements; checked to lie inside of the buffer, so never more than the file has.</param>
internal readonly record struct ArrowValues(
    ArrowField Field, bool IsNull, int Buffer = 0, long Start = 0, int Count = 0, long Bytes = 0);
