namespace PolicyGate.Abstractions;

/// <summary>Sizes for a signature's free dimensions.</summary>
/// <param name="Sizes">By symbol.</param>
public sealed record InferenceShape(IReadOnlyDictionary<string, int> Sizes)
{
    /// <summary>The size of a dimension in this shape.</summary>
    /// <exception cref="PolicyLoadException">The dimension is free and this shape has no size for its
    /// symbol.</exception>
    public int Of(Dimension dimension)
    {
        if (dimension.Symbol is null)
            return dimension.Size;
        return Sizes.TryGetValue(dimension.Symbol, out int size)
            ? size
            : throw new PolicyLoadException(
                $"the model's dimension '{dimension.Symbol}' is free and nothing gives its size;"
                + $" known are: {string.Join(", ", Sizes.Keys)}");
    }

    /// <summary>How many elements a tensor has in this shape.</summary>
    public nuint Elements(TensorSpec spec)
    {
        ArgumentNullException.ThrowIfNull(spec);
        nuint elements = 1;
        foreach (Dimension dimension in spec.Shape)
            elements = checked(elements * (nuint)Of(dimension));
        return elements;
    }
}
