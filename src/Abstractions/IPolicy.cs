namespace PolicyGate.Abstractions;

/// <summary>
/// A loaded model. Belongs to no robot: whatever a robot's episode needs to remember is an <see cref="IEpisode"/>.
/// </summary>
/// <remarks>
/// Its members may be called from any thread. <see cref="IDisposable.Dispose"/> is called once, after every inference
/// was disposed, and waits for what still runs.
/// </remarks>
public interface IPolicy : IDisposable
{
    /// <summary>The model's own inputs and outputs, in the order of the indexes of <see cref="IInference"/>.</summary>
    PolicySignature Signature { get; }

    /// <summary>How the host may run it.</summary>
    PolicyTraits Traits { get; }

    /// <summary>What exactly runs, for logs and recordings.</summary>
    PolicyIdentity Identity { get; }

    /// <summary>Makes one set of bound input and output buffers.</summary>
    /// <param name="shape">Sizes for every free dimension of the signature.</param>
    /// <returns>The inference, which the host disposes before the policy.</returns>
    /// <exception cref="PolicyLoadException">The engine has no such shape, or memory ran out.</exception>
    IInference CreateInference(InferenceShape shape);
}
