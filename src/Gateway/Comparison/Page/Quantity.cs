using System.Globalization;

namespace PolicyGate.Gateway.Comparison.Page;

/// <summary>Numbers as a reader wants them: three digits that count, the same everywhere on the page.</summary>
internal static class Quantity
{
    private const int Digits = 3;

    public static string Number(double value)
    {
        if (!double.IsFinite(value))
            return double.IsNaN(value) ? "NaN" : value > 0 ? "∞" : "−∞";
        double size = Math.Abs(value);
        if (size == 0)
            return "0";
        if (size is < 1e-4 or >= 1e6)
            return Signed(value, size.ToString("0.0#e+0", CultureInfo.InvariantCulture));
        int decimals = Math.Clamp(Digits - 1 - (int)Math.Floor(Math.Log10(size)), 0, 6);
        return Signed(value, size.ToString($"F{decimals}", CultureInfo.InvariantCulture));
    }

    /// <summary>With its sign also where it is more.</summary>
    public static string Change(double value) => value > 0 ? "+" + Number(value) : Number(value);

    /// <param name="share">0.05 for 5 %.</param>
    public static string ChangeInPercent(double share) =>
        double.IsFinite(share) ? (share * 100).ToString("+0.0;−0.0;0", CultureInfo.InvariantCulture) + " %" : "–";

    /// <summary>What somebody has chosen: as he wrote it.</summary>
    public static string Setting(double value) => value.ToString("G6", CultureInfo.InvariantCulture);

    public static string Megabytes(long bytes) => Number(bytes / 1e6) + " MB";

    /// <summary>How many tolerances a difference is.</summary>
    public static double Tolerances(double difference, double tolerance) =>
        difference == 0 ? 0
        : double.IsNaN(difference) || tolerance <= 0 ? double.PositiveInfinity
        : difference / tolerance;

    private static string Signed(double value, string size) => value < 0 ? "−" + size : size;
}
