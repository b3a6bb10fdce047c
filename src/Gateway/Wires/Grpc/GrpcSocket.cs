using System.IO.Pipelines;
using System.Net.Sockets;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Connections.Features;

namespace PolicyGate.Gateway.Wires.Grpc;

/// <summary>One connection's socket, and the pipes that Kestrel knows it by.</summary>
internal sealed class GrpcSocket : DefaultConnectionContext
{
    private static readonly StreamPipeReaderOptions Reading = new(
        GrpcPages.All, bufferSize: GrpcPages.PageBytes, minimumReadSize: GrpcPages.PageBytes / 4, leaveOpen: true);

    private static readonly StreamPipeWriterOptions Writing = new(GrpcPages.All, leaveOpen: true);

    private readonly Socket _socket;
    private readonly NetworkStream _stream;
    private readonly CancellationTokenSource _closed = new();
    private int _ended;

    public GrpcSocket(string id, Socket socket) : base(id)
    {
        (_socket, _stream) = (socket, new NetworkStream(socket, ownsSocket: false));
        (LocalEndPoint, RemoteEndPoint) = (socket.LocalEndPoint, socket.RemoteEndPoint);
        Transport = new GrpcPipes(PipeReader.Create(_stream, Reading), PipeWriter.Create(_stream, Writing));
        ConnectionClosed = _closed.Token;
        Features.Set<IMemoryPoolFeature>(GrpcPages.All);
    }

    /// <summary>Ends it without a word; whoever reads or writes is told by an <see cref="IOException"/>.</summary>
    public override void Abort(ConnectionAbortedException abortReason) => End();

    public override ValueTask DisposeAsync()
    {
        try
        {
            // What was written is on its way; the peer is told that no more comes.
            _socket.Shutdown(SocketShutdown.Both);
        }
        catch (Exception gone) when (gone is SocketException or ObjectDisposedException)
        {
            // The peer was faster.
        }
        End();
        return base.DisposeAsync();
    }

    private void End()
    {
        if (Interlocked.Exchange(ref _ended, 1) != 0)
            return;
        _stream.Dispose();
        _socket.Dispose();
        // On another thread: who is told may wait for whoever ends it.
        _ = _closed.CancelAsync();
    }
}
