using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;
using PolicyGate.Abstractions;
using PolicyGate.Gateway.Linux;

namespace PolicyGate.Gateway.Workers;

/// <summary>
/// Pages that the gateway and one worker share: a memfd of the gateway's, sealed so that neither can make it shorter
/// and end the other with SIGBUS.
/// </summary>
internal sealed unsafe class SharedRegion : SafeHandleZeroOrMinusOneIsInvalid
{
    private SafeFileHandle? _file;

    private SharedRegion(SafeFileHandle file, long bytes) : base(ownsHandle: true)
    {
        nint address = LibC.Map(
            0, (nuint)bytes, LibC.PROT_READ | LibC.PROT_WRITE, LibC.MAP_SHARED, (int)file.DangerousGetHandle(), 0);
        if (address == -1)
            throw Failed(bytes);
        SetHandle(address);
        (_file, Bytes) = (file, bytes);
    }

    public long Bytes { get; }

    public byte* Address => (byte*)handle;

    /// <summary>What the worker opens. .NET has no call that passes a descriptor along a socket.</summary>
    public string Path => $"/proc/{Environment.ProcessId}/fd/{_file!.DangerousGetHandle()}";

    /// <summary>For the gateway: zeroed pages, which take memory when they are first touched.</summary>
    /// <exception cref="PolicyLoadException">There are no more, or no descriptors.</exception>
    public static SharedRegion Create(long bytes)
    {
        var file = new SafeFileHandle(
            LibC.CreateMemoryFile("policygate", LibC.MFD_CLOEXEC | LibC.MFD_ALLOW_SEALING), ownsHandle: true);
        try
        {
            const int Seals = LibC.F_SEAL_SHRINK | LibC.F_SEAL_GROW | LibC.F_SEAL_SEAL;
            int descriptor = (int)file.DangerousGetHandle();
            if (file.IsInvalid || LibC.Truncate(descriptor, bytes) != 0
                || LibC.FileControl(descriptor, LibC.F_ADD_SEALS, Seals) != 0)
            {
                throw Failed(bytes);
            }
            return new SharedRegion(file, bytes);
        }
        catch
        {
            file.Dispose();
            throw;
        }
    }

    /// <summary>For the worker: the gateway's pages.</summary>
    public static SharedRegion Open(string path)
    {
        SafeFileHandle file = File.OpenHandle(path, FileMode.Open, FileAccess.ReadWrite, FileShare.ReadWrite);
        using (file)
            return new SharedRegion(file, RandomAccess.GetLength(file)) { _file = null };
    }

    /// <summary>Both sides have mapped it: the descriptor is not needed any more.</summary>
    public void CloseFile()
    {
        _file?.Dispose();
        _file = null;
    }

    public Span<byte> Span(long offset, long bytes)
    {
        if (offset < 0 || bytes < 0 || offset > Bytes - bytes)
            throw new ArgumentOutOfRangeException(nameof(offset), offset, $"{bytes} bytes there are not in the region");
        return new Span<byte>(Address + offset, checked((int)bytes));
    }

    /// <summary>Where something of the region lies in it; -1 for what is none of it.</summary>
    public long OffsetOf(ReadOnlySpan<byte> bytes)
    {
        fixed (byte* first = bytes)
        {
            bool inside = first >= Address && first + bytes.Length <= Address + Bytes;
            return inside ? first - Address : -1;
        }
    }

    protected override bool ReleaseHandle()
    {
        CloseFile();
        return LibC.Unmap(handle, (nuint)Bytes) == 0;
    }

    private static PolicyLoadException Failed(long bytes) => new(
        $"{bytes} bytes of memory to share with a worker cannot be had: {Marshal.GetLastPInvokeErrorMessage()}");
}
