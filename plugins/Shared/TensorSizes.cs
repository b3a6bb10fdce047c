using PolicyGate.Abstractions;

namespace PolicyGate.Plugins;

/// <summary>What an inference's shape makes of a tensor's free dimensions.</summary>
internal static class TensorSizes
{
    /// <summary>Whether each dimension that the model leaves free has a size.</summary>
    public static bool AreKnown(TensorSpec spec, InferenceShape shape) =>
        spec.Shape.All(dimension => dimension.Symbol is null || shape.Sizes.ContainsKey(dimension.Symbol));

    /// <summary>Bytes of the whole tensor.</summary>
    /// <param name="spec">What the model says.</param>
    /// <param name="shape">Sizes of what it leaves free.</param>
    /// <param name="most">No span holds more.</param>
    /// <exception cref="PolicyLoadException">A free dimension has no size, or they are too many.</exception>
    public static nuint BytesOf(TensorSpec spec, InferenceShape shape, int most = int.MaxValue)
    {
        nuint bytes = checked(shape.Elements(spec) * (nuint)spec.Type.Size());
        return bytes > 0 && bytes <= (nuint)most
            ? bytes
            : throw new PolicyLoadException($"{spec} would be {bytes} bytes; expected is from 1 to {most}");
    }
}
