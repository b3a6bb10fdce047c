namespace PolicyGate.Gateway.Binding;

/// <summary>Which input samples make each output sample along one axis, and how much each counts, as Pillow's bicubic
/// has it.</summary>
/// <remarks>
/// The kernel is Keys' with a = −0.5, widened by the scale where the axis shrinks. Weights are computed in double, made
/// to sum to 1, and rounded to fixed point, halves away from zero. Source: Pillow 13, <c>libImaging/Resample.c</c>.
/// </remarks>
internal sealed class ResampleWeights
{
    /// <summary>Bits after the point: 8 for the byte and 2 for the kernel's overshoot leave 22 of 32.</summary>
    public const int FractionBits = 32 - 8 - 2;

    private const double KernelRadius = 2;

    private readonly (int Start, int Count)[] _windows;
    private readonly int[] _weights;
    private readonly int _stride;

    private ResampleWeights((int Start, int Count)[] windows, int[] weights, int stride) =>
        (_windows, _weights, _stride) = (windows, weights, stride);

    public int OutputSize => _windows.Length;

    /// <summary>The first input sample that any output uses.</summary>
    public int FirstInput => _windows[0].Start;

    /// <summary>One past the last input sample that any output uses.</summary>
    public int EndInput => _windows[^1].Start + _windows[^1].Count;

    /// <summary>The weights of one output sample; <paramref name="start"/> is the input sample of the first.</summary>
    public ReadOnlySpan<int> Of(int output, out int start)
    {
        (start, int count) = _windows[output];
        return _weights.AsSpan(output * _stride, count);
    }

    public static ResampleWeights Bicubic(int inputSize, int outputSize)
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
                weights[(output * stride) + tap] = ToFixedPoint(exact[tap]);
        }
        return new ResampleWeights(windows, weights, stride);
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

    private static int ToFixedPoint(double weight) =>
        (int)((weight * (1 << FractionBits)) + (weight < 0 ? -0.5 : 0.5));
}
