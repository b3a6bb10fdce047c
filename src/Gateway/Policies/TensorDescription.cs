using PolicyGate.Abstractions;

namespace PolicyGate.Gateway.Policies;

/// <summary>One input or output as <c>policy.json</c> has it.</summary>
internal sealed record TensorDescription
{
    public required TensorSpec Spec { get; init; }

    public required NormalizationDescription Normalize { get; init; }

    /// <summary>Pictures: the order of the axes after the batch.</summary>
    public ImageLayout Layout { get; init; } = ImageLayout.Chw;

    /// <summary>Pictures: the size that the model takes.</summary>
    public (int Height, int Width) PictureSize => Layout is ImageLayout.Chw
        ? (Spec.Shape[^2].Size, Spec.Shape[^1].Size)
        : (Spec.Shape[^3].Size, Spec.Shape[^2].Size);

    /// <summary>Pictures: whether pixels are divided by 255 before they are normalised.</summary>
    public bool UnitScale { get; init; } = true;

    /// <summary>Pictures: null where the wire's own habit holds.</summary>
    public ResizeMethod? Resize { get; init; }

    /// <summary>
    /// State and pictures: the steps that the model sees, rising to 0, which is now, one for each place of the
    /// dimension after the batch; empty where it has no such dimension and sees now.
    /// </summary>
    public IReadOnlyList<int> History { get; init; } = [];

    /// <summary>
    /// Action: by joint, whether it is an offset from the state that the chunk was inferred from; empty where none is.
    /// </summary>
    public IReadOnlyList<bool> Relative { get; init; } = [];

    /// <summary>Joints, in order; empty where the policy names none.</summary>
    public IReadOnlyList<string> Names { get; init; } = [];
}
