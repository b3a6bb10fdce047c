namespace PolicyGate.Gateway.Binding;

/// <summary>Collects the sizes of a model's free dimensions; one symbol has one size.</summary>
/// <param name="source">The file that gives them.</param>
/// <param name="errors">One sentence for each symbol that would have two.</param>
internal sealed class FreeSizes(string source, ICollection<string> errors)
{
    private readonly Dictionary<string, (int Size, string Where)> _sizes = new(StringComparer.Ordinal);

    public IReadOnlyDictionary<string, int> BySymbol =>
        _sizes.ToDictionary(size => size.Key, size => size.Value.Size, StringComparer.Ordinal);

    public void Set(string symbol, int size, string where)
    {
        if (_sizes.TryAdd(symbol, (size, where)) || _sizes[symbol].Size == size)
            return;
        errors.Add($"{where}: the model's free dimension '{symbol}' would be {size} here by {source}, but"
            + $" {_sizes[symbol].Size} in {_sizes[symbol].Where}; correct the shapes in {source}");
    }
}
