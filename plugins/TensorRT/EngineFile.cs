using System.Runtime.InteropServices;
using PolicyGate.Abstractions;

namespace PolicyGate.TensorRT;

/// <summary>An engine's file, read whole: mapped, a file that shrinks meanwhile would end the process.</summary>
internal sealed unsafe class EngineFile : SafeHandle
{
    private const int Piece = 64 << 20;

    private EngineFile(nuint bytes) : base(0, ownsHandle: true)
    {
        Bytes = bytes;
        SetHandle((nint)NativeMemory.Alloc(bytes));
    }

    public nuint Bytes { get; }

    public void* Address => (void*)handle;

    public override bool IsInvalid => handle == 0;

    /// <exception cref="PolicyLoadException">It is not there, no file, empty or unreadable.</exception>
    /// <exception cref="OperationCanceledException">The host is going down.</exception>
    public static EngineFile Read(string path, CancellationToken cancel)
    {
        if (!File.Exists(path))
        {
            string what = Directory.Exists(path) ? "a folder, not an engine" : "not there";
            throw new PolicyLoadException($"{path} is {what}; policy.json names it under models.TensorRT");
        }
        try
        {
            using Microsoft.Win32.SafeHandles.SafeFileHandle file = File.OpenHandle(path);
            long length = RandomAccess.GetLength(file);
            if (length == 0)
                throw new PolicyLoadException($"{path} is empty; build the engine again");
            var engine = new EngineFile((nuint)length);
            try
            {
                for (long at = 0; at < length;)
                {
                    cancel.ThrowIfCancellationRequested();
                    int wanted = (int)Math.Min(Piece, length - at);
                    int read = RandomAccess.Read(file, new Span<byte>((byte*)engine.Address + at, wanted), at);
                    if (read == 0)
                        throw new PolicyLoadException($"{path} became shorter while it was read");
                    at += read;
                }
                return engine;
            }
            catch
            {
                engine.Dispose();
                throw;
            }
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            throw new PolicyLoadException($"{path} cannot be read: {failure.Message}", failure);
        }
        catch (OutOfMemoryException failure)
        {
            throw new PolicyLoadException($"there is no memory to read {path}", failure);
        }
    }

    protected override bool ReleaseHandle()
    {
        NativeMemory.Free((void*)handle);
        return true;
    }
}
