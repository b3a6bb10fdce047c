using System.Net;
using System.Threading.Channels;
using PolicyGate.Formats.Grpc;

namespace PolicyGate.Tests.Fixtures;

/// <summary>One call's messages, written while the call runs.</summary>
internal sealed class GrpcUpload : HttpContent
{
    private readonly Channel<byte[]> _parts = Channel.CreateUnbounded<byte[]>();

    /// <summary>A message with its prefix.</summary>
    public static byte[] Framed(ReadOnlySpan<byte> message, byte flag = 0)
    {
        var framed = new byte[GrpcPrefix.Size + message.Length];
        new GrpcPrefix(flag, (uint)message.Length).Write(framed);
        message.CopyTo(framed.AsSpan(GrpcPrefix.Size));
        return framed;
    }

    /// <summary>Bytes as they are, whatever they mean.</summary>
    public GrpcUpload Raw(byte[] bytes)
    {
        _parts.Writer.TryWrite(bytes).ShouldBeTrue();
        return this;
    }

    public GrpcUpload Message(ReadOnlySpan<byte> message) => Raw(Framed(message));

    /// <summary>Says that this was all.</summary>
    public GrpcUpload End()
    {
        _parts.Writer.Complete();
        return this;
    }

    protected override Task SerializeToStreamAsync(Stream stream, TransportContext? context) =>
        SerializeToStreamAsync(stream, context, CancellationToken.None);

    protected override async Task SerializeToStreamAsync(
        Stream stream, TransportContext? context, CancellationToken cancellationToken)
    {
        await stream.FlushAsync(cancellationToken);
        await foreach (byte[] part in _parts.Reader.ReadAllAsync(cancellationToken))
        {
            await stream.WriteAsync(part, cancellationToken);
            await stream.FlushAsync(cancellationToken);
        }
    }

    protected override bool TryComputeLength(out long length)
    {
        length = 0;
        return false;
    }
}
