namespace PolicyGate.Abstractions;

/// <summary>The names by which the field knows its tensors.</summary>
public static class TensorRoles
{
    /// <summary>What an image input's name begins with; the camera's name follows.</summary>
    public const string ImagePrefix = "observation.images.";

    /// <summary>The role that an input's name stands for.</summary>
    public static TensorRole OfInput(string name)
    {
        ArgumentNullException.ThrowIfNull(name);
        return name switch
        {
            "observation.state" => TensorRole.State,
            "task" => TensorRole.Task,
            "noise" => TensorRole.Noise,
            "action_prefix" => TensorRole.ActionPrefix,
            "prefix_length" => TensorRole.PrefixLength,
            "inference_delay" => TensorRole.InferenceDelay,
            _ when name.Length > ImagePrefix.Length && name.StartsWith(ImagePrefix, StringComparison.Ordinal)
                => TensorRole.Image,
            _ => TensorRole.Auxiliary,
        };
    }

    /// <summary>The role that an output's name stands for.</summary>
    public static TensorRole OfOutput(string name) =>
        string.Equals(name, "action", StringComparison.Ordinal) ? TensorRole.Action : TensorRole.Auxiliary;
}
