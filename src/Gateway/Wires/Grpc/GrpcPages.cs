using System.Buffers;
using System.Collections.Concurrent;
using Microsoft.AspNetCore.Connections.Features;

namespace PolicyGate.Gateway.Wires.Grpc;

/// <summary>The memory of all connections and their streams, a page for each piece of a message.</summary>
/// <remarks>
/// Kestrel's own pool comes with its host alone; without, it takes .NET's shared one, which keeps too few buffers for
/// pictures and allocated 0.4 bytes for each that came.
/// </remarks>
internal sealed class GrpcPages : MemoryPool<byte>, IMemoryPoolFeature
{
    /// <summary>Of each page: four of HTTP/2's usual frames.</summary>
    public const int PageBytes = 64 << 10;

    // 32 MiB: what thirty robots may have sent ahead. More are made when they are needed, and not kept.
    private const int KeptPages = 512;

    private readonly ConcurrentQueue<Page> _free = [];

    private GrpcPages()
    {
    }

    public static GrpcPages All { get; } = new();

    public override int MaxBufferSize => PageBytes;

    MemoryPool<byte> IMemoryPoolFeature.MemoryPool => this;

    public override IMemoryOwner<byte> Rent(int minBufferSize = -1)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan(minBufferSize, PageBytes);
        return _free.TryDequeue(out Page? page) ? page : new Page(this);
    }

    protected override void Dispose(bool disposing) => _free.Clear();

    private void Return(Page page)
    {
        if (_free.Count < KeptPages)
            _free.Enqueue(page);
    }

    private sealed class Page(GrpcPages pages) : IMemoryOwner<byte>
    {
        public Memory<byte> Memory { get; } = GC.AllocateUninitializedArray<byte>(PageBytes);

        public void Dispose() => pages.Return(this);
    }
}
