namespace PolicyGate.Gateway.Binding;

/// <summary>Collects the sizes of a model's free dimensions; one symbol has one size.</summary>
internal sealed class FreeSizes(ICollection<string> errors)
{
    private readonly Dictionary<string, (int Size, string Where)> _sizes = new(StringComparer.Ordinal);

    public IReadOnlyDictionary<string, int> BySymbol =>
        _sizes.ToDictionary(size => size.Key, size => size.Value.Size, StringComparer.Ordinal);

    public void Set(string symbol, int size, string where)
    {
        if (_sizes.TryAdd(symbol, (size, where)) || _sizes[symbol].Size == size)
            return;
        errors.Add($"{where}: the model's free dimension '{symbol}' would be {size} here by policy.json, but"
            + $" {_sizes[symbol].Size} in {_sizes[symbol].Where}; correct the shapes in policy.json");
    }
}
