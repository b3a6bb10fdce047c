namespace PolicyGate.Gateway.Pictures;

/// <summary>
/// Bilinear without antialiasing: the two samples on either side, however far the axis shrinks. torch's
/// <c>interpolate(mode="bilinear")</c>.
/// </summary>
internal static class TwoTaps
{
    /// <param name="inputSize">Samples there are.</param>
    /// <param name="outputSize">Samples wanted.</param>
    /// <param name="single">
    /// Whether positions are float32, as of float pictures; of 8-bit ones they are double.
    /// </param>
    public static ResampleTaps Of(int inputSize, int outputSize, bool single)
    {
        var windows = new (int Start, int Count)[outputSize];
        double[] weights = new double[outputSize * 2];
        for (int output = 0; output < outputSize; output++)
        {
            double position = Math.Max(
                single ? PositionInSingle(output, inputSize, outputSize) : Position(output, inputSize, outputSize), 0);
            int start = Math.Min((int)position, inputSize - 1);
            // At the far edge both taps would be the last sample.
            int count = Math.Min(2, inputSize - start);
            double share = count == 2 ? position - start : 0;
            windows[output] = (start, count);
            // In float32 the difference is exact and the sum to 1 is not.
            double rest = single ? 1f - (float)share : 1 - share;
            (weights[output * 2], weights[(output * 2) + 1]) = (rest, share);
        }
        return new ResampleTaps(windows, weights, stride: 2);
    }

    private static double Position(int output, int inputSize, int outputSize) =>
        ((double)inputSize / outputSize * (output + 0.5)) - 0.5;

    // One rounding, as torch has on processors with fused multiply-add: without it a value moves by up to 0.014 of 255.
    private static double PositionInSingle(int output, int inputSize, int outputSize) =>
        MathF.FusedMultiplyAdd(output + 0.5f, (float)inputSize / outputSize, -0.5f);
}
