using System.Numerics;
using Microsoft.Win32.SafeHandles;
using PolicyGate.Formats;
using PolicyGate.Formats.Arrow;
using PolicyGate.Gateway.Linux;

namespace PolicyGate.Gateway.Recording;

/// <summary>A segment's file, with one tick of it at a time in memory, which is kept from tick to tick.</summary>
internal sealed class SegmentSource : IArrowSource, IDisposable
{
    private SafeFileHandle? _file;
    private byte[] _window = [];
    private long _start;
    private int _length;

    public long Length { get; private set; }

    /// <summary>Opens a regular file; what is appended to it from now on is not seen.</summary>
    public FormatFault? Open(string path)
    {
        Dispose();
        (_start, _length) = (0, 0);
        try
        {
            // A FIFO would keep whoever opens it waiting.
            if (LibC.StatX(LibC.AT_FDCWD, path, 0, LibC.STATX_TYPE, out FileStatus status) == 0
                && (status.Mode & LibC.S_IFMT) != LibC.S_IFREG)
            {
                return FormatFault.Unreadable("it is no regular file");
            }
            _file = File.OpenHandle(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
            Length = RandomAccess.GetLength(_file);
            return null;
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            return FormatFault.Unreadable(failure.Message);
        }
    }

    /// <summary>Brings a part of the file into memory, where <see cref="Slice"/> finds it.</summary>
    /// <param name="offset">Within the file, as the end of the part is.</param>
    /// <param name="count">Held against the limits by the caller.</param>
    public FormatFault? Load(long offset, int count)
    {
        _length = 0;
        if (_window.Length < count)
            _window = GC.AllocateUninitializedArray<byte>(Math.Max(count, (int)RoundUp(count)));
        if (ReadFile(offset, _window.AsSpan(0, count)) is { } fault)
            return fault;
        (_start, _length) = (offset, count);
        return null;
    }

    public FormatFault? Read(long offset, Span<byte> into)
    {
        if (offset < _start || offset - _start > _length - into.Length)
            return ReadFile(offset, into);
        _window.AsSpan((int)(offset - _start), into.Length).CopyTo(into);
        return null;
    }

    /// <summary>Bytes of the part in memory, good until the next is loaded.</summary>
    public ReadOnlyMemory<byte> Slice(long offset, int count) => _window.AsMemory((int)(offset - _start), count);

    public void Dispose()
    {
        _file?.Dispose();
        _file = null;
    }

    private static long RoundUp(int count) => Math.Min(BitOperations.RoundUpToPowerOf2((uint)count), Array.MaxLength);

    private FormatFault? ReadFile(long offset, Span<byte> into)
    {
        try
        {
            for (int done = 0; done < into.Length;)
            {
                int count = RandomAccess.Read(_file!, into[done..], offset + done);
                if (count == 0)
                    return FormatFault.Unreadable($"it ends at byte {offset + done} of {Length}: it was cut short");
                done += count;
            }
            return null;
        }
        catch (IOException failure)
        {
            return FormatFault.Unreadable(failure.Message);
        }
    }
}
