using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace PolicyGate.TensorRT.NvInfer;

/// <summary><c>nvinfer1::Dims64</c>: a shape of at most eight dimensions; -1 is a free one.</summary>
[StructLayout(LayoutKind.Sequential)]
internal struct Dims
{
    public const int Most = 8;

    /// <summary>-1 where TensorRT knows no answer.</summary>
    public int Count;

    public Sizes Size;

    public static Dims Of(ReadOnlySpan<long> sizes)
    {
        var dims = new Dims { Count = sizes.Length };
        sizes.CopyTo(dims.Size);
        return dims;
    }

    [UnscopedRef]
    public readonly ReadOnlySpan<long> AsSpan() => ((ReadOnlySpan<long>)Size)[..Math.Clamp(Count, 0, Most)];

    public readonly override string ToString() => $"[{string.Join(", ", AsSpan().ToArray())}]";

    [InlineArray(Most)]
    public struct Sizes
    {
        private long _first;
    }
}
