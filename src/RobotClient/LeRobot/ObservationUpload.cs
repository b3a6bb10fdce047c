using System.Net;

namespace PolicyGate.RobotClient.LeRobot;

/// <summary>A pickled observation as the body of a <c>SendObservations</c>.</summary>
internal sealed class ObservationUpload(ReadOnlyMemory<byte> pickle) : HttpContent
{
    protected override Task SerializeToStreamAsync(Stream stream, TransportContext? context) =>
        SerializeToStreamAsync(stream, context, CancellationToken.None);

    protected override Task SerializeToStreamAsync(
        Stream stream, TransportContext? context, CancellationToken cancellationToken) =>
        ObservationMessages.WriteAsync(stream, pickle, cancellationToken);

    protected override bool TryComputeLength(out long length)
    {
        length = 0;
        return false;
    }
}
