namespace PolicyGate.Abstractions;

/// <summary>What a tensor means to the host.</summary>
public enum TensorRole
{
    /// <summary>Joint positions and whatever else the robot measures of itself: <c>observation.state</c>.</summary>
    State,

    /// <summary>A camera's picture: <c>observation.images.CAMERA</c>.</summary>
    Image,

    /// <summary>The instruction: <c>task</c>.</summary>
    Task,

    /// <summary>Noise that the host draws from the request's seed.</summary>
    Noise,

    /// <summary>The leftover of the chunk that the robot is executing, for real-time chunking.</summary>
    ActionPrefix,

    /// <summary>How many rows of the prefix count.</summary>
    PrefixLength,

    /// <summary>The expected inference delay in rows.</summary>
    InferenceDelay,

    /// <summary>The action chunk: <c>action</c>, <c>[T, A]</c> or <c>[1, T, A]</c>.</summary>
    Action,

    /// <summary>
    /// An output that the host passes over, or an input that is none of the above and so cannot be served.
    /// </summary>
    Auxiliary,
}
