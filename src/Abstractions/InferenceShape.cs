namespace PolicyGate.Abstractions;

/// <summary>Sizes for a signature's free dimensions.</summary>
/// <param name="Sizes">By symbol.</param>
public sealed record InferenceShape(IReadOnlyDictionary<string, int> Sizes)
{
    /// <summary>The size of a dimension in this shape.</summary>
    /// <exception cref="PolicyLoadException">The dimension is free and this shape has no size for its symbol, or one
    /// below 1.</exception>
    public int Of(Dimension dimension)
    {
        if (dimension.Symbol is null)
            return dimension.Size;
        if (!Sizes.TryGetValue(dimension.Symbol, out int size))
        {
            throw new PolicyLoadException(
                $"the model's dimension '{dimension.Symbol}' is free and nothing gives its size;"
                + $" known are: {string.Join(", ", Sizes.Keys)}");
        }
        return size > 0 ? size : throw new PolicyLoadException(
            $"the model's dimension '{dimension.Symbol}' is to be {size}; expected is 1 or more");
    }

    /// <summary>How many elements a tensor has in this shape.</summary>
    /// <exception cref="PolicyLoadException">As <see cref="Of"/>, or it would be larger than 2 GiB, which no span
    /// reaches over.</exception>
    public nuint Elements(TensorSpec spec)
    {
        ArgumentNullException.ThrowIfNull(spec);
        nuint elements = 1, most = int.MaxValue / (nuint)Math.Max(1, spec.Type.Size());
        foreach (Dimension dimension in spec.Shape)
        {
            elements *= (nuint)Of(dimension);
            if (elements > most)
            {
                throw new PolicyLoadException(
                    $"{spec} would be larger than 2 GiB with {string.Join(", ", Sizes)}; choose smaller sizes");
            }
        }
        return elements;
    }
}
