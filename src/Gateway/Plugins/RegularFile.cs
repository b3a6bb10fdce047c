using System.Globalization;
using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;
using PolicyGate.Gateway.Linux;

namespace PolicyGate.Gateway.Plugins;

/// <summary>A regular file that is open: no FIFO, which waits, comes in its place between a look and a read.</summary>
internal sealed class RegularFile : IDisposable
{
    private readonly SafeFileHandle _handle;

    /// <param name="path">Links are followed.</param>
    /// <exception cref="IOException">It cannot be opened, or is no regular file.</exception>
    public unsafe RegularFile(string path)
    {
        _handle = new SafeFileHandle(LibC.Open(path, LibC.OpenThroughLinks), ownsHandle: true);
        if (_handle.IsInvalid)
            throw new IOException($"{path} cannot be opened: {Marshal.GetLastPInvokeErrorMessage()}");
        const uint Wanted = LibC.STATX_TYPE | LibC.STATX_MODE | LibC.STATX_SIZE;
        byte nothing = 0;
        FileStatus status = default;
        int looked = LibC.StatX((int)_handle.DangerousGetHandle(), &nothing, LibC.AT_EMPTY_PATH, Wanted, &status);
        if (looked != 0 || (status.Mode & LibC.S_IFMT) != LibC.S_IFREG)
        {
            _handle.Dispose();
            throw new IOException($"{path} is no regular file");
        }
        (Length, Mode) = ((long)status.Size, (UnixFileMode)(status.Mode & ~LibC.S_IFMT));
    }

    public long Length { get; }

    public UnixFileMode Mode { get; }

    /// <summary>This very file, whatever lies at its path by now.</summary>
    public string Path => string.Create(
        CultureInfo.InvariantCulture, $"/proc/self/fd/{_handle.DangerousGetHandle()}");

    public void Dispose() => _handle.Dispose();

    /// <summary>Whether there is one, or a link to one; opens nothing.</summary>
    /// <exception cref="IOException">It cannot be looked at.</exception>
    public static bool IsAt(string path)
    {
        if (!OperatingSystem.IsLinux())
            return File.Exists(path);
        if (LibC.StatX(LibC.AT_FDCWD, path, flags: 0, LibC.STATX_TYPE, out FileStatus status) != 0)
            throw new IOException($"cannot look at {path}: {Marshal.GetLastPInvokeErrorMessage()}");
        return (status.Mode & LibC.S_IFMT) == LibC.S_IFREG;
    }
}
