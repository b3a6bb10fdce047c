namespace PolicyGate.Abstractions;

/// <summary>One dimension: a size, or a symbol where it is free until <see cref="IPolicy.CreateInference"/>.</summary>
/// <param name="Symbol">The free dimension's name, as <c>batch</c>; null where the size is fixed.</param>
/// <param name="Size">The size; meaningless where a symbol stands.</param>
public readonly record struct Dimension(string? Symbol, int Size)
{
    /// <summary>A fixed size.</summary>
    public static implicit operator Dimension(int size) => FromInt32(size);

    /// <summary>A fixed size.</summary>
    public static Dimension FromInt32(int size) => new(null, size);

    /// <summary>A free dimension.</summary>
    public static Dimension Free(string symbol) => new(symbol, 0);

    /// <summary>The symbol or the size.</summary>
    public override string ToString() => Symbol ?? Size.ToString(System.Globalization.CultureInfo.InvariantCulture);
}
