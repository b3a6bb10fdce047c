using System.Globalization;

namespace PolicyGate.Gateway.Configuration;

/// <summary>
/// Reads single values, stricter than the framework's converters: no <c>5</c> for five days, no numbers for names, no
/// infinity.
/// </summary>
internal static class Scalar
{
    public static bool Is(Type type) =>
        type.IsEnum || type == typeof(string) || type == typeof(bool) || type == typeof(int) || type == typeof(long)
        || type == typeof(double) || type == typeof(TimeSpan);

    /// <summary>The value, or null where the text is none of its type.</summary>
    public static object? Parse(Type type, string text)
    {
        CultureInfo culture = CultureInfo.InvariantCulture;
        if (type.IsEnum)
        {
            string? name = Array.Find(Enum.GetNames(type), n => n.Equals(text, StringComparison.OrdinalIgnoreCase));
            return name is null ? null : Enum.Parse(type, name);
        }
        if (type == typeof(bool))
            return bool.TryParse(text, out bool flag) ? flag : null;
        if (type == typeof(int))
            return int.TryParse(text, NumberStyles.AllowLeadingSign, culture, out int number) ? number : null;
        if (type == typeof(long))
            return long.TryParse(text, NumberStyles.AllowLeadingSign, culture, out long number) ? number : null;
        if (type == typeof(double))
            return double.TryParse(text, NumberStyles.Float, culture, out double x) && double.IsFinite(x) ? x : null;
        if (type == typeof(TimeSpan))
            return text.Contains(':') && TimeSpan.TryParseExact(text, "c", culture, out TimeSpan time) ? time : null;
        return text;
    }

    /// <summary>What a value of this type looks like.</summary>
    public static string Describe(Type type)
    {
        if (type.IsEnum)
            return $"one of {string.Join(", ", Enum.GetNames(type))}";
        if (type == typeof(bool))
            return "true or false";
        if (type == typeof(int) || type == typeof(long))
            return "a whole number";
        if (type == typeof(double))
            return "a finite number";
        return type == typeof(TimeSpan) ? "a time as 00:00:05 or 00:00:00.500" : "text";
    }
}
