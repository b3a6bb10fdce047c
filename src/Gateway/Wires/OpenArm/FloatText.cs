using System.Buffers.Text;
using System.Diagnostics;

namespace PolicyGate.Gateway.Wires.OpenArm;

/// <summary>
/// Writes a finite float32 as the shortest decimal, of up to nine digits, that reads as the same again.
/// </summary>
/// <remarks>
/// The library does so by arithmetic of its own for any magnitude, some 150 ns a value, and a chunk of 20 rows has 320.
/// Joints lie between a hundredth and some radians, where a double holds every decimal of nine digits well enough to
/// tell two floats' midpoint from it: there the decimal is found by trying six digits, then seven, eight and nine.
/// </remarks>
internal static class FloatText
{
    /// <summary>Room that any value fits into.</summary>
    public const int MaximumBytes = 32;

    private const double Least = 0.01;
    private const double Most = 1000;
    private const int MostDigits = 9;
    private const int FewestDigits = 6;

    private static ReadOnlySpan<double> PowersOfTen => [1, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10];

    /// <param name="value">Finite.</param>
    /// <param name="into">At least <see cref="MaximumBytes"/>.</param>
    /// <returns>How many bytes were written.</returns>
    public static int Write(float value, Span<byte> into)
    {
        double magnitude = Math.Abs((double)value);
        if (magnitude is not (>= Least and < Most))
        {
            // No JSON, and nothing that a robot may be told: the guard has let it through by mistake.
            if (!float.IsFinite(value))
                throw new ArgumentOutOfRangeException(nameof(value), value, "cannot be sent");
            bool fits = Utf8Formatter.TryFormat(value, into, out int bytes);
            Debug.Assert(fits, "the longest float32 has 15 characters");
            return bytes;
        }
        // Digits before the point: −1 for hundredths, 0 for tenths, 1 for ones.
        int whole = magnitude switch { < 0.1 => -1, < 1 => 0, < 10 => 1, < 100 => 2, _ => 3 };
        int decimals = FewestDigits - whole;
        double scaled = Math.Round(magnitude * PowersOfTen[decimals]);
        while (decimals < MostDigits - whole && (float)(scaled / PowersOfTen[decimals]) != (float)magnitude)
            scaled = Math.Round(magnitude * PowersOfTen[++decimals]);
        return Write(value < 0, (long)scaled, decimals, into);
    }

    /// <summary>
    /// Writes <paramref name="digits"/> with so many of them behind the point, without closing zeros.
    /// </summary>
    private static int Write(bool negative, long digits, int decimals, Span<byte> into)
    {
        while (decimals > 0 && digits % 10 == 0)
            (digits, decimals) = (digits / 10, decimals - 1);
        int length = decimals + 1;
        for (long rest = digits / (long)PowersOfTen[decimals]; rest >= 10; rest /= 10)
            length++;
        length += (negative ? 1 : 0) + (decimals > 0 ? 1 : 0);
        int at = length;
        for (int i = 0; i < decimals; i++, digits /= 10)
            into[--at] = (byte)('0' + (digits % 10));
        if (decimals > 0)
            into[--at] = (byte)'.';
        do
        {
            into[--at] = (byte)('0' + (digits % 10));
            digits /= 10;
        }
        while (digits > 0);
        if (negative)
            into[--at] = (byte)'-';
        return length;
    }
}
