using System.Runtime.InteropServices;

namespace PolicyGate.Abstractions;

/// <summary>Memory at an address that stays until it is disposed: what an engine's binding may point to.</summary>
public abstract class TensorMemory : SafeHandle
{
    /// <summary>For allocators.</summary>
    /// <param name="address">The first byte.</param>
    /// <param name="bytes">How many there are.</param>
    protected TensorMemory(nint address, nuint bytes) : base(0, ownsHandle: true)
    {
        SetHandle(address);
        Bytes = bytes;
    }

    /// <summary>The size in bytes.</summary>
    public nuint Bytes { get; }

    /// <summary>The first byte's address.</summary>
    public nint Address => handle;

    /// <inheritdoc/>
    public override bool IsInvalid => handle == 0;

    /// <summary>The memory as bytes.</summary>
    /// <exception cref="ObjectDisposedException">It was disposed.</exception>
    public unsafe Span<byte> Span
    {
        get
        {
            ObjectDisposedException.ThrowIf(IsClosed, this);
            return new Span<byte>((void*)handle, checked((int)Bytes));
        }
    }
}
