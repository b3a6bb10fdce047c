using System.CommandLine;
using System.Globalization;
using PolicyGate.Formats;

namespace PolicyGate.RobotClient.CommandLine;

/// <summary>
/// Options that say what they expected and what they found, and read numbers alike in every country: 0.5 is no five
/// where the decimal sign is a comma.
/// </summary>
internal static class CheckedOption
{
    // A day's worth of days: what is beyond is a slip.
    private const double MostSeconds = 1e6;

    /// <returns>Null, with what is wrong, where the text is no value.</returns>
    public delegate T? Parser<out T>(string text, out string? error);

    /// <param name="name">With its dashes.</param>
    /// <param name="parse">Reads a value.</param>
    public static Option<T> Of<T>(string name, Parser<T> parse) => new(name)
    {
        CustomParser = result =>
        {
            T? value = parse(result.Tokens.Count == 0 ? "" : result.Tokens[0].Value, out string? error);
            if (error is not null)
                result.AddError($"{name}: {Printable.Text(error)}");
            return value;
        },
    };

    /// <param name="name">With its dashes.</param>
    /// <param name="expected">What a value is, as in "expected 0 to 1".</param>
    /// <param name="read">Null where the text is no value.</param>
    public static Option<T> Of<T>(string name, string expected, Func<string, T?> read) => Of(
        name, (string text, out string? error) =>
        {
            T? value = read(text);
            error = value is null ? $"expected {expected}, found '{text}'" : null;
            return value;
        });

    public static Option<string> Text(string name, string expected, Func<string, bool> fits) =>
        Of(name, expected, text => fits(text) ? text : null);

    public static Option<double?> Number(string name, string expected, Func<double, bool> fits) =>
        Of<double?>(name, expected, text => TryRead(text, out double value) && fits(value) ? value : null);

    public static Option<double?> Seconds(string name) => Number(
        name, $"above 0 and at most {MostSeconds:0} seconds", seconds => seconds is > 0 and <= MostSeconds);

    public static Option<int?> Count(string name, int least, int most) => Of<int?>(
        name, most == int.MaxValue ? $"{least} or more" : $"{least} to {most}",
        text => int.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out int value)
            && value >= least && value <= most ? value : null);

    public static bool TryRead(string text, out double value) =>
        double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out value) && double.IsFinite(value);
}
