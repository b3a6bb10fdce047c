using System.Runtime.InteropServices;
using System.Text;

namespace PolicyGate.TorchSharp.LibTorch;

/// <summary>Where the library leaves a sentence, or lines.</summary>
internal sealed unsafe class TextBuffer : SafeHandle
{
    /// <summary>TorchScript quotes the script's lines; a module is described in less.</summary>
    private const int Bytes = 64 << 10;

    public TextBuffer() : base(0, ownsHandle: true) => SetHandle((nint)NativeMemory.AllocZeroed(Bytes));

    public override bool IsInvalid => handle == 0;

    public NativeText Native => new() { Data = (byte*)handle, Capacity = Bytes };

    /// <summary>What was left there last.</summary>
    public override string ToString() =>
        Encoding.UTF8.GetString(MemoryMarshal.CreateReadOnlySpanFromNullTerminated((byte*)handle));

    protected override bool ReleaseHandle()
    {
        NativeMemory.Free((void*)handle);
        return true;
    }
}
