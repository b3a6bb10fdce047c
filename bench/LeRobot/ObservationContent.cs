using System.Buffers;
using System.Net;
using PolicyGate.Formats.LeRobot;
using PolicyGate.RobotClient.LeRobot;

namespace PolicyGate.Bench.LeRobot;

/// <summary>An observation as the stock client streams it: in messages of up to 2 MiB.</summary>
internal sealed class ObservationContent(
    TimedObservation observation, ArrayBufferWriter<byte> memory, TimeProvider time) : HttpContent
{
    /// <summary>When the first byte was about to go.</summary>
    public long Began { get; private set; }

    /// <summary>When the last byte had gone to the socket.</summary>
    public long Sent { get; private set; }

    protected override async Task SerializeToStreamAsync(Stream stream, TransportContext? context)
    {
        memory.ResetWrittenCount();
        TimedObservationWriter.Write(memory, observation);
        ReadOnlyMemory<byte> pickle = memory.WrittenMemory;
        Began = time.GetTimestamp();
        await ObservationMessages.WriteAsync(stream, pickle, CancellationToken.None);
        Sent = time.GetTimestamp();
    }

    protected override bool TryComputeLength(out long length)
    {
        length = 0;
        return false;
    }
}
