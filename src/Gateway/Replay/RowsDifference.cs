using System.Runtime.InteropServices;

namespace PolicyGate.Gateway.Replay;

/// <summary>How far two chunks are apart, which are not the same bit for bit.</summary>
internal sealed record RowsDifference
{
    public required int RecordedRows { get; init; }

    public required int PlayedRows { get; init; }

    /// <summary>
    /// Over the rows that both have; infinite where one value is no number, 0 where only the rows' counts, or the signs
    /// of zeros, differ.
    /// </summary>
    public double Largest { get; private init; }

    /// <summary>Of the first of the largest differences.</summary>
    public int Row { get; private init; }

    /// <summary>Its place in the row.</summary>
    public int Joint { get; private init; }

    /// <summary>The largest by joint; 0 where it is the same bit for bit.</summary>
    public IReadOnlyList<double> ByJoint { get; private init; } = [];

    /// <summary>Null where both are the same bit for bit.</summary>
    /// <param name="recorded">Row by row.</param>
    /// <param name="played">Likewise.</param>
    /// <param name="width">Values of a row of both.</param>
    public static RowsDifference? Of(ReadOnlySpan<float> recorded, ReadOnlySpan<float> played, int width)
    {
        if (MemoryMarshal.AsBytes(recorded).SequenceEqual(MemoryMarshal.AsBytes(played)))
            return null;
        double largest = -1;
        int at = 0;
        var byJoint = new double[width];
        for (int i = 0; i < Math.Min(recorded.Length, played.Length); i++)
        {
            double difference = Between(recorded[i], played[i]);
            byJoint[i % width] = Math.Max(byJoint[i % width], difference);
            if (difference > largest)
                (largest, at) = (difference, i);
        }
        return new RowsDifference
        {
            RecordedRows = recorded.Length / width,
            PlayedRows = played.Length / width,
            Largest = Math.Max(largest, 0),
            Row = at / width,
            Joint = at % width,
            ByJoint = byJoint,
        };
    }

    private static double Between(float recorded, float played)
    {
        if (BitConverter.SingleToInt32Bits(recorded) == BitConverter.SingleToInt32Bits(played))
            return 0;
        double difference = Math.Abs((double)recorded - played);
        return double.IsNaN(difference) ? double.PositiveInfinity : difference;
    }
}
