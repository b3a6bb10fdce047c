using PolicyGate.Gateway.Errors;

namespace PolicyGate.Gateway.Observations;

/// <summary>Where an observation's pictures still lie while it is used.</summary>
internal interface IObservationSource
{
    /// <summary>Time spent reading so far, over all threads, in ticks of <see cref="TimeProvider"/>.</summary>
    long Elapsed { get; }

    /// <summary>Fills all of <paramref name="into"/>. Any number of threads at once.</summary>
    /// <param name="offset">As <see cref="CameraImage.Locate"/> was told it, or behind.</param>
    /// <param name="into">As many bytes as are wanted.</param>
    GatewayError? Read(long offset, Span<byte> into);

    /// <summary>All that is used has been read, or <paramref name="failed"/>: gives the source up.</summary>
    /// <returns>What kept it from being read whole; null where all went well.</returns>
    GatewayError? Finish(GatewayError? failed);
}
