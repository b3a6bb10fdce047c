namespace PolicyGate.Formats;

/// <summary>Lines of a pipe, as bytes, each within a limit.</summary>
internal sealed class LineReader(Stream source, int limit)
{
    private byte[] _buffer = new byte[Math.Min(limit, 4096)];
    private int _begin;
    private int _end;

    /// <summary>Waits for the next line.</summary>
    /// <param name="line">Without its line feed; valid until the next call.</param>
    /// <returns>False at the end; what stands there without a line feed is no line.</returns>
    /// <exception cref="InvalidDataException">The line is longer than the limit.</exception>
    public bool TryRead(out ReadOnlySpan<byte> line)
    {
        int searched = _begin;
        while (true)
        {
            int found = _buffer.AsSpan(searched, _end - searched).IndexOf((byte)'\n');
            if (found >= 0)
            {
                line = _buffer.AsSpan(_begin, searched + found - _begin);
                _begin = searched + found + 1;
                return true;
            }
            searched = _end;
            if (_end == _buffer.Length)
                searched -= MakeRoom();
            int read = source.Read(_buffer, _end, _buffer.Length - _end);
            if (read == 0)
            {
                line = default;
                return false;
            }
            _end += read;
        }
    }

    /// <returns>How far what is there was moved down.</returns>
    private int MakeRoom()
    {
        int moved = _begin;
        int kept = _end - _begin;
        if (kept >= limit)
            throw new InvalidDataException($"a line is longer than {limit} bytes");
        byte[] target = kept == _buffer.Length ? new byte[Math.Min(limit, 2 * _buffer.Length)] : _buffer;
        _buffer.AsSpan(_begin, kept).CopyTo(target);
        (_buffer, _begin, _end) = (target, 0, kept);
        return moved;
    }
}
