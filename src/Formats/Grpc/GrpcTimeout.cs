using System.Globalization;

namespace PolicyGate.Formats.Grpc;

/// <summary>The header <c>grpc-timeout</c>: one to eight digits and a unit, as <c>250m</c>.</summary>
internal static class GrpcTimeout
{
    private const int MaximumDigits = 8;

    /// <returns>Null where it is malformed. 0 is none left, which a client may well send.</returns>
    public static TimeSpan? Parse(string text)
    {
        if (text.Length is < 2 or > MaximumDigits + 1)
            return null;
        bool isNumber = int.TryParse(
            text.AsSpan(0, text.Length - 1), NumberStyles.None, CultureInfo.InvariantCulture, out int value);
        if (!isNumber)
            return null;
        return text[^1] switch
        {
            'H' => TimeSpan.FromHours(value),
            'M' => TimeSpan.FromMinutes((long)value),
            'S' => TimeSpan.FromSeconds((long)value),
            'm' => TimeSpan.FromMilliseconds((long)value),
            'u' => TimeSpan.FromMicroseconds((long)value),
            'n' => TimeSpan.FromTicks(value / TimeSpan.NanosecondsPerTick),
            _ => null,
        };
    }

    /// <summary>In the finest unit that has room; for clients.</summary>
    public static string Format(TimeSpan timeout)
    {
        long ticks = Math.Max(timeout.Ticks, 0);
        ReadOnlySpan<(long Ticks, char Unit)> units =
        [
            (TimeSpan.TicksPerMicrosecond, 'u'), (TimeSpan.TicksPerMillisecond, 'm'), (TimeSpan.TicksPerSecond, 'S'),
            (TimeSpan.TicksPerMinute, 'M'),
        ];
        foreach ((long unitTicks, char unit) in units)
        {
            if (ticks / unitTicks < 100_000_000)
                return $"{ticks / unitTicks}{unit}";
        }
        return $"{Math.Min(ticks / TimeSpan.TicksPerHour, 99_999_999)}H";
    }
}
