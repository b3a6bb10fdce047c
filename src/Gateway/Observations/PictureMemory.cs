using PolicyGate.Gateway.Errors;

namespace PolicyGate.Gateway.Observations;

/// <summary>
/// Memory for pictures that cannot be read where they lie, compressed ones, shared by all robots of a gateway. A robot
/// has it for one tick, so that none can keep it from the others.
/// </summary>
internal sealed class PictureMemory(long limitBytes)
{
    private readonly BoundedMemory _memory = new(limitBytes);

    /// <param name="bytes">Of one picture.</param>
    /// <param name="memory">At least as long; to be given back.</param>
    /// <returns>Why there is none for this picture now; null where there is.</returns>
    public GatewayError? Rent(int bytes, out byte[] memory) => _memory.TryRent(bytes, out memory)
        ? null
        : new GatewayError(ErrorCode.Overloaded,
            $"a compressed picture of {bytes} bytes has no room: all robots' together have at most {limitBytes}"
            + " (Limits:PictureBytes); send them uncompressed, and they are read where they lie");

    public void Return(byte[] memory) => _memory.Return(memory);
}
