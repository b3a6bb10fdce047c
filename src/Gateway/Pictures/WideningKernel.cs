namespace PolicyGate.Gateway.Pictures;

/// <summary>
/// A filter that is widened by the scale where the axis shrinks: Pillow's resize, and torch's with
/// <c>antialias=True</c>.
/// </summary>
/// <remarks>Source: Pillow 13, <c>libImaging/Resample.c</c>.</remarks>
internal static class WideningKernel
{
    public static ResampleTaps Bilinear(int inputSize, int outputSize) =>
        Of(inputSize, outputSize, kernelRadius: 1, x => Math.Max(1 - x, 0));

    /// <summary>Keys' kernel with a = −0.5.</summary>
    public static ResampleTaps Bicubic(int inputSize, int outputSize) =>
        Of(inputSize, outputSize, kernelRadius: 2, Cubic);

    private static ResampleTaps Of(int inputSize, int outputSize, double kernelRadius, Func<double, double> kernel)
    {
        double scale = (double)inputSize / outputSize;
        double widening = Math.Max(scale, 1);
        double radius = kernelRadius * widening;
        int stride = ((int)Math.Ceiling(radius) * 2) + 1;
        var windows = new (int Start, int Count)[outputSize];
        double[] weights = new double[outputSize * stride];
        for (int output = 0; output < outputSize; output++)
        {
            double centre = (output + 0.5) * scale;
            int start = Math.Max((int)(centre - radius + 0.5), 0);
            int count = Math.Min((int)(centre + radius + 0.5), inputSize) - start;
            windows[output] = (start, count);
            Weigh(weights.AsSpan(output * stride, count), start, centre, 1 / widening, kernel);
        }
        return new ResampleTaps(windows, weights, stride);
    }

    private static void Weigh(
        Span<double> weights, int start, double centre, double narrowing, Func<double, double> kernel)
    {
        double sum = 0;
        for (int tap = 0; tap < weights.Length; tap++)
        {
            weights[tap] = kernel(Math.Abs((tap + start - centre + 0.5) * narrowing));
            sum += weights[tap];
        }
        for (int tap = 0; tap < weights.Length; tap++)
            weights[tap] /= sum;
    }

    private static double Cubic(double x)
    {
        const double A = -0.5;
        return x switch
        {
            < 1 => ((((A + 2) * x) - (A + 3)) * x * x) + 1,
            < 2 => ((((x - 5) * x) + 8) * x - 4) * A,
            _ => 0,
        };
    }
}
