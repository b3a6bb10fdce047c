namespace PolicyGate.Formats.Arrow;

/// <summary>Where an Arrow file's bytes come from; read by position: unwanted columns are never touched.</summary>
internal interface IArrowSource
{
    /// <summary>Bytes in all, the same for as long as the source is read.</summary>
    long Length { get; }

    /// <summary>Fills all of <paramref name="into"/>, or says why not.</summary>
    /// <param name="offset">From the file's first byte; the reader has checked it against <see cref="Length"/>.</param>
    /// <param name="into">As many bytes as are wanted.</param>
    FormatFault? Read(long offset, Span<byte> into);
}
