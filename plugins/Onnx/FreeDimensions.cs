using PolicyGate.Abstractions;

namespace PolicyGate.Onnx;

/// <summary>Sizes for those of a model's free dimensions that <c>policy.json</c> fixes.</summary>
internal static class FreeDimensions
{
    /// <summary>
    /// By the model's names. What the declaration leaves free, or gives two sizes, stays free here: the host gives it a
    /// size later, or says what is wrong. So does an input that does not fit the declaration otherwise.
    /// </summary>
    /// <param name="modelPath">The model.</param>
    /// <param name="declared">What <c>policy.json</c> says; null where it says nothing.</param>
    public static IReadOnlyDictionary<string, int> Fixed(string modelPath, PolicySignature? declared)
    {
        Dictionary<string, int> sizes = new(StringComparer.Ordinal);
        if (declared is null)
            return sizes;
        HashSet<string> disputed = new(StringComparer.Ordinal);
        foreach (ModelDimensions.Input input in ModelDimensions.Read(modelPath))
        {
            TensorSpec? spec = declared.Inputs.FirstOrDefault(spec => spec.Name == input.Name);
            if (spec is null || spec.Type != input.Type || spec.Shape.Count != input.Symbols.Count)
                continue;
            foreach ((string? symbol, Dimension dimension) in input.Symbols.Zip(spec.Shape))
            {
                if (symbol is null)
                    continue;
                bool agrees = dimension.Symbol is null
                    && (sizes.TryAdd(symbol, dimension.Size) || sizes[symbol] == dimension.Size);
                if (!agrees)
                    disputed.Add(symbol);
            }
        }
        foreach (string symbol in disputed)
            sizes.Remove(symbol);
        return sizes;
    }
}
