namespace PolicyGate.Gateway.Pictures;

/// <summary>For x86 processors of the last ten years.</summary>
internal sealed class Avx2Passes : BytePasses
{
    public override void Columns(
        ReadOnlySpan<byte> source, int sourceWidth, FixedWeights weights, Span<byte> destination,
        int destinationStride) =>
        Avx2Columns.Run(source, sourceWidth, weights, destination, destinationStride);

    public override void Rows(
        ReadOnlySpan<byte> source, int stride, FixedWeights weights, Span<byte> destination, int destinationStride) =>
        Avx2Rows.Run(source, stride, weights, destination, destinationStride);
}
