namespace PolicyGate.Gateway.Pictures;

/// <summary>Pillow's bicubic: Keys' kernel with a = −0.5, widened by the scale where the axis shrinks.</summary>
/// <remarks>
/// Weights are computed in double, made to sum to 1, and rounded to fixed point. Source: Pillow 13,
/// <c>libImaging/Resample.c</c>.
/// </remarks>
internal static class PillowBicubic
{
    // 8 for the byte and 2 for the kernel's overshoot leave 22 of 32.
    private const int FractionBits = 32 - 8 - 2;

    private const double KernelRadius = 2;

    public static ResampleWeights Weights(int inputSize, int outputSize)
    {
        double scale = (double)inputSize / outputSize;
        double widening = Math.Max(scale, 1);
        double radius = KernelRadius * widening;
        int stride = ((int)Math.Ceiling(radius) * 2) + 1;
        var windows = new (int Start, int Count)[outputSize];
        int[] weights = new int[outputSize * stride];
        double[] exact = new double[stride];
        for (int output = 0; output < outputSize; output++)
        {
            double centre = (output + 0.5) * scale;
            int start = Math.Max((int)(centre - radius + 0.5), 0);
            int count = Math.Min((int)(centre + radius + 0.5), inputSize) - start;
            windows[output] = (start, count);
            Weigh(exact.AsSpan(0, count), start, centre, 1 / widening);
            for (int tap = 0; tap < count; tap++)
                weights[(output * stride) + tap] = ResampleWeights.ToFixedPoint(exact[tap], FractionBits);
        }
        return new ResampleWeights(windows, weights, stride, FractionBits);
    }

    private static void Weigh(Span<double> weights, int start, double centre, double narrowing)
    {
        double sum = 0;
        for (int tap = 0; tap < weights.Length; tap++)
        {
            weights[tap] = Kernel((tap + start - centre + 0.5) * narrowing);
            sum += weights[tap];
        }
        for (int tap = 0; tap < weights.Length; tap++)
            weights[tap] /= sum;
    }

    private static double Kernel(double distance)
    {
        const double A = -0.5;
        double x = Math.Abs(distance);
        return x switch
        {
            < 1 => ((((A + 2) * x) - (A + 3)) * x * x) + 1,
            < 2 => ((((x - 5) * x) + 8) * x - 4) * A,
            _ => 0,
        };
    }
}
