namespace PolicyGate.Gateway.Charts;

/// <summary>Maps values of one axis to a chart's coordinates, and finds round values to mark.</summary>
/// <param name="Low">Value at <paramref name="From"/>.</param>
/// <param name="High">Value at <paramref name="To"/>, not equal to the other.</param>
/// <param name="From">Coordinate of the lowest value.</param>
/// <param name="To">Coordinate of the highest; less than the other where the axis points up.</param>
internal sealed record SvgAxis(double Low, double High, double From, double To)
{
    public double At(double value) => Math.Round(From + ((value - Low) / (High - Low) * (To - From)), 1);

    /// <summary>Multiples of 1, 2 or 5 times a power of ten within the axis, about as many as wanted.</summary>
    public IEnumerable<double> Marks(int wanted)
    {
        double rough = (High - Low) / wanted;
        double power = Math.Pow(10, Math.Floor(Math.Log10(rough)));
        double step = power * ((rough / power) switch { < 1.5 => 1, < 3.5 => 2, < 7.5 => 5, _ => 10 });
        for (double n = Math.Ceiling(Low / step); n * step <= High + (step * 1e-9); n++)
            yield return Math.Round(n * step, 9) + 0.0; // never -0
    }
}
