using System.Globalization;

namespace PolicyGate.Tests.Fixtures;

/// <summary>The samples of a text that <c>/metrics</c> answered, by name with labels, as it has them.</summary>
internal sealed class PrometheusSamples
{
    private readonly Dictionary<string, double> _samples = new(StringComparer.Ordinal);

    public PrometheusSamples(string text)
    {
        foreach (string line in text.Split('\n', StringSplitOptions.RemoveEmptyEntries))
        {
            int value = line.LastIndexOf(' ');
            if (line.StartsWith("# TYPE ", StringComparison.Ordinal))
                Families.Add(line.Split(' ')[2]);
            else if (line[0] != '#')
                _samples.Add(line[..value], Number(line[(value + 1)..]));
        }
    }

    public List<string> Families { get; } = [];

    public int Count => _samples.Count;

    /// <summary>0 where there is none: a counter that has counted nothing.</summary>
    public double this[string sample] => _samples.GetValueOrDefault(sample);

    private static double Number(string text) =>
        text == "+Inf" ? double.PositiveInfinity : double.Parse(text, CultureInfo.InvariantCulture);
}
