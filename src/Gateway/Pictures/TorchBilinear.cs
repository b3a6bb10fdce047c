namespace PolicyGate.Gateway.Pictures;

/// <summary>
/// torch's <c>interpolate(mode="bilinear")</c> of 8-bit pictures: two taps, no widening where the axis shrinks. What
/// LeRobot's server does.
/// </summary>
/// <remarks>
/// Found by experiment on torch 2.13 and exact on its every code path. It is not float arithmetic rounded at the end:
/// that differs by 1 on up to a fifth of the values.
/// </remarks>
internal static class TorchBilinear
{
    // The kernel keeps weights in 16 bits, and takes as many bits after the point as the largest weight leaves.
    private const int LargestFixedPoint = 1 << 15;
    private const int MostFractionBits = 22;

    public static ResampleWeights Weights(int inputSize, int outputSize)
    {
        double scale = (double)inputSize / outputSize;
        var windows = new (int Start, int Count)[outputSize];
        double[] exact = new double[outputSize * 2];
        for (int output = 0; output < outputSize; output++)
        {
            double position = Math.Max((scale * (output + 0.5)) - 0.5, 0);
            int start = Math.Min((int)position, inputSize - 1);
            // At the far edge both taps would be the last sample.
            int count = Math.Min(2, inputSize - start);
            double share = count == 2 ? position - start : 0;
            windows[output] = (start, count);
            (exact[output * 2], exact[(output * 2) + 1]) = (1 - share, share);
        }
        int bits = FractionBits(exact.Max());
        int[] weights = [.. exact.Select(weight => ResampleWeights.ToFixedPoint(weight, bits))];
        return new ResampleWeights(windows, weights, stride: 2, bits);
    }

    private static int FractionBits(double largestWeight)
    {
        int bits = 0;
        while (bits < MostFractionBits && (int)(0.5 + (largestWeight * (1 << (bits + 1)))) < LargestFixedPoint)
            bits++;
        return bits;
    }
}
