namespace PolicyGate.Abstractions;

/// <summary>One input or output of a model.</summary>
/// <param name="Name">As the model has it, as <c>observation.images.head_left</c>.</param>
/// <param name="Role">What the host puts in or takes out.</param>
/// <param name="Type">The element type.</param>
/// <param name="Shape">Outermost dimension first.</param>
public sealed record TensorSpec(string Name, TensorRole Role, ElementType Type, IReadOnlyList<Dimension> Shape)
{
    /// <summary>As <c>observation.state float32 [batch, 16]</c>.</summary>
    public override string ToString() => $"{Name} {Type.ToString().ToLowerInvariant()} [{string.Join(", ", Shape)}]";
}
