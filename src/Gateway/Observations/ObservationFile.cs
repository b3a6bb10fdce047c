using System.Runtime.InteropServices;
using System.Text;
using PolicyGate.Formats;
using PolicyGate.Formats.Arrow;
using PolicyGate.Gateway.Errors;
using PolicyGate.Gateway.Linux;

namespace PolicyGate.Gateway.Observations;

/// <summary>One observation file at a time, opened once and read by position through that descriptor alone.</summary>
/// <remarks>
/// Never mapped: the robot's node deletes and rewrites files as it likes, and a file cut short under a mapping kills
/// the process. The descriptor is a plain number, not a SafeHandle, which would be a new object for each tick; whoever
/// opens closes.
/// </remarks>
internal sealed class ObservationFile(ObservationRoots roots, long maximumBytes, TimeProvider time)
    : IArrowSource, IDisposable
{
    private const uint WantedStatus = LibC.STATX_TYPE | LibC.STATX_SIZE | LibC.STATX_MTIME;

    private int _descriptor = -1;
    private FileStatus _opened;
    private long _elapsed;

    private static ReadOnlySpan<byte> Descriptors => "/proc/self/fd/"u8;

    public long Length => (long)_opened.Size;

    /// <summary>
    /// Time spent in the kernel since <see cref="Open"/>, over all threads, in <see cref="TimeProvider"/>'s ticks.
    /// </summary>
    public long Elapsed => Interlocked.Read(ref _elapsed);

    /// <summary>Opens a regular file under one of the roots; after an error there is nothing to close.</summary>
    /// <param name="path">Absolute, as the robot sent it, UTF-8.</param>
    public GatewayError? Open(ReadOnlySpan<byte> path)
    {
        Close();
        long started = time.GetTimestamp();
        GatewayError? error = OpenChecked(path);
        if (error is not null)
            Close();
        _elapsed = time.GetTimestamp() - started;
        return error;
    }

    /// <remarks>Any number of threads at once.</remarks>
    public unsafe FormatFault? Read(long offset, Span<byte> into)
    {
        long started = time.GetTimestamp();
        FormatFault? fault = null;
        fixed (byte* start = into)
        {
            int done = 0;
            while (done < into.Length && fault is null)
            {
                nint count = LibC.PRead(_descriptor, start + done, (nuint)(into.Length - done), offset + done);
                if (count > 0)
                    done += (int)count;
                else if (count == 0)
                    fault = FormatFault.Unreadable($"it ends at byte {offset + done} of {Length}: it was cut short");
                else if (Marshal.GetLastPInvokeError() != LibC.EINTR)
                    fault = FormatFault.Unreadable($"byte {offset + done}: {Marshal.GetLastPInvokeErrorMessage()}");
            }
        }
        Interlocked.Add(ref _elapsed, time.GetTimestamp() - started);
        return fault;
    }

    /// <summary>
    /// Asked when all is read: a file rewritten meanwhile may be half of one moment, half of another.
    /// </summary>
    public GatewayError? CheckUnchanged()
    {
        long started = time.GetTimestamp();
        GatewayError? error = Stat(out FileStatus now);
        Interlocked.Add(ref _elapsed, time.GetTimestamp() - started);
        if (error is not null)
            return error;
        bool same = now.Size == _opened.Size && now.ModifiedSeconds == _opened.ModifiedSeconds
            && now.ModifiedNanoseconds == _opened.ModifiedNanoseconds;
        return same ? null : new GatewayError(
            ErrorCode.InvalidArgument,
            $"it was written to while it was read ({_opened.Size} bytes, then {now.Size}): "
            + "write each observation to a file of its own, and send its path when it is complete");
    }

    public void Close()
    {
        if (_descriptor >= 0)
            _ = LibC.Close(_descriptor);
        _descriptor = -1;
    }

    /// <summary>Closes one that was kept.</summary>
    public static void Close(KeptFile? kept)
    {
        if (kept is { } file)
            _ = LibC.Close(file.Descriptor);
    }

    /// <summary>Opens one that was kept once more, for somebody else: each closes their own.</summary>
    /// <returns>Null where the process has no descriptor left.</returns>
    public static KeptFile? Share(KeptFile kept)
    {
        // Read by position alone, so nobody minds that both have one offset.
        int descriptor = LibC.FileControl(kept.Descriptor, LibC.F_DUPFD_CLOEXEC, 0);
        return descriptor < 0 ? null : kept with { Descriptor = descriptor };
    }

    /// <summary>Gives the open file to somebody else, in the place of closing it; null where none is open.</summary>
    public KeptFile? Release()
    {
        if (_descriptor < 0)
            return null;
        var kept = new KeptFile(_descriptor, _opened);
        _descriptor = -1;
        return kept;
    }

    /// <summary>Takes over what another has released.</summary>
    public void Adopt(KeptFile kept)
    {
        Close();
        (_descriptor, _opened, _elapsed) = (kept.Descriptor, kept.Opened, 0);
    }

    public void Dispose() => Close();

    private unsafe GatewayError? OpenChecked(ReadOnlySpan<byte> path)
    {
        if (CheckPath(path) is { } wrong)
            return wrong;
        byte* terminated = stackalloc byte[path.Length + 1];
        path.CopyTo(new Span<byte>(terminated, path.Length));
        terminated[path.Length] = 0;
        do
            _descriptor = LibC.Open(terminated, LibC.OpenFlags);
        while (_descriptor < 0 && Marshal.GetLastPInvokeError() == LibC.EINTR);
        if (_descriptor < 0)
            return ObservationFileErrors.Open(Marshal.GetLastPInvokeError());
        if (Stat(out _opened) is { } unknown)
            return unknown;
        if ((_opened.Mode & LibC.S_IFMT) != LibC.S_IFREG)
            return ObservationFileErrors.NotRegular(_opened.Mode);
        if (CheckRoots() is { } outside)
            return outside;
        return _opened.Size <= (ulong)maximumBytes ? null : new GatewayError(
            ErrorCode.Overloaded,
            $"it has {_opened.Size} bytes, at most {maximumBytes} are read (Limits:ObservationBytes)");
    }

    private static GatewayError? CheckPath(ReadOnlySpan<byte> path)
    {
        string? problem = path switch
        {
            [] => "data_path is empty",
            [not (byte)'/', ..] => "data_path is relative, but the gateway has a folder of its own: send it absolute",
            _ when path.Contains((byte)0) => "data_path has a NUL character in it",
            { Length: >= LibC.PathMax } => $"data_path has {path.Length} bytes, a path at most {LibC.PathMax - 1}",
            _ => null,
        };
        return problem is null ? null : new GatewayError(ErrorCode.InvalidArgument, problem);
    }

    /// <summary>Where the descriptor really leads, links in the path's folders resolved.</summary>
    private unsafe GatewayError? CheckRoots()
    {
        Span<byte> link = stackalloc byte[32];
        link.Clear();
        Descriptors.CopyTo(link);
        _ = _descriptor.TryFormat(link[Descriptors.Length..], out _);
        byte* real = stackalloc byte[LibC.PathMax];
        nint length;
        fixed (byte* start = link)
            length = LibC.ReadLink(start, real, LibC.PathMax);
        if (length < 0)
        {
            return new GatewayError(
                ErrorCode.Internal,
                $"{Marshal.GetLastPInvokeErrorMessage()}: /proc/self/fd, which says its real path; mount /proc");
        }
        // A file that its node has deleted reads "/dev/shm/x.arrow (deleted)": still under its root, still whole.
        var path = new ReadOnlySpan<byte>(real, (int)length);
        return roots.Contain(path) ? null : new GatewayError(
            ErrorCode.InvalidArgument,
            $"its real path {Encoding.UTF8.GetString(path)} lies outside of the folders that observations are read "
            + $"from: {string.Join(", ", roots.Folders)}");
    }

    private unsafe GatewayError? Stat(out FileStatus result)
    {
        byte empty = 0;
        fixed (FileStatus* into = &result)
        {
            if (LibC.StatX(_descriptor, &empty, LibC.AT_EMPTY_PATH, WantedStatus, into) == 0)
                return null;
        }
        return new GatewayError(ErrorCode.Internal, $"statx failed: {Marshal.GetLastPInvokeErrorMessage()}");
    }
}
