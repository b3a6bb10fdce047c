using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;
using PolicyGate.Formats;
using PolicyGate.Formats.Arrow;
using PolicyGate.RobotClient.Linux;

namespace PolicyGate.RobotClient.Robots.Processes;

/// <summary>
/// One file that a robot's process wrote, opened once and read by position through that descriptor alone.
/// </summary>
/// <remarks>Never mapped: a file that is cut short under a mapping kills the process.</remarks>
internal sealed class ObservationFile(long maximumBytes) : IArrowSource, IDisposable
{
    private const uint WantedStatus = LibC.STATX_TYPE | LibC.STATX_SIZE | LibC.STATX_MTIME;

    private SafeFileHandle? _file;
    private FileStatus _opened;

    public long Length => (long)_opened.Size;

    /// <returns>Why it cannot be read; null where it is open.</returns>
    public string? Open(string path)
    {
        int descriptor = LibC.Open(path, LibC.OpenFlags);
        if (descriptor < 0)
            return $"it cannot be opened: {Marshal.GetLastPInvokeErrorMessage()}";
        _file = new SafeFileHandle(descriptor, ownsHandle: true);
        if (LibC.StatX(_file, "", LibC.AT_EMPTY_PATH, WantedStatus, out _opened) < 0)
            return $"statx: {Marshal.GetLastPInvokeErrorMessage()}";
        if ((_opened.Mode & LibC.S_IFMT) != LibC.S_IFREG)
            return "it is no regular file";
        return Length <= maximumBytes ? null : $"it has {Length} bytes, at most {maximumBytes} are read";
    }

    public unsafe FormatFault? Read(long offset, Span<byte> into)
    {
        fixed (byte* start = into)
        {
            int done = 0;
            while (done < into.Length)
            {
                nint count = LibC.PRead(Opened, start + done, (nuint)(into.Length - done), offset + done);
                if (count > 0)
                    done += (int)count;
                else if (count == 0)
                    return FormatFault.Unreadable($"it ends at byte {offset + done} of {Length}: it was cut short");
                else if (Marshal.GetLastPInvokeError() is not LibC.EINTR)
                    return FormatFault.Unreadable($"byte {offset + done}: {Marshal.GetLastPInvokeErrorMessage()}");
            }
        }
        return null;
    }

    /// <summary>Asked when all is read: one rewritten meanwhile may be half of one moment, half of another.</summary>
    public string? CheckUnchanged()
    {
        if (LibC.StatX(Opened, "", LibC.AT_EMPTY_PATH, WantedStatus, out FileStatus now) < 0)
            return $"statx: {Marshal.GetLastPInvokeErrorMessage()}";
        bool same = now.Size == _opened.Size && now.ModifiedSeconds == _opened.ModifiedSeconds
            && now.ModifiedNanoseconds == _opened.ModifiedNanoseconds;
        return same ? null : "it was written to while it was read: it is to stay as it is until the next observe";
    }

    public void Dispose() => _file?.Dispose();

    private SafeFileHandle Opened => _file ?? throw new InvalidOperationException("No file is open.");
}
