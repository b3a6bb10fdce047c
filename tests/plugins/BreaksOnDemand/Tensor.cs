using System.Runtime.InteropServices;
using PolicyGate.Abstractions;

namespace PolicyGate.Tests.Plugins;

/// <summary>In the host's memory, or in the plugin's own.</summary>
internal sealed class Tensor : IDisposable
{
    private readonly TensorMemory? _memory;
    private readonly byte[] _own = [];

    public Tensor(TensorMemory memory) => _memory = memory;

    public Tensor(byte[] own) => _own = own;

    public Span<byte> Bytes => _memory is { } memory ? memory.Span : _own;

    public Span<float> Numbers => MemoryMarshal.Cast<byte, float>(Bytes);

    public void Dispose() => _memory?.Dispose();
}
