using PolicyGate.Abstractions;
using PolicyGate.Gateway.Errors;
using PolicyGate.Gateway.Observations;

namespace PolicyGate.Gateway.Binding;

/// <summary>Fills one input of a model from an observation. Any number of threads at once.</summary>
/// <param name="index">The input's place in the model's signature.</param>
internal abstract class InputBinding(int index)
{
    protected int Index { get; } = index;

    /// <summary>Writes straight into the memory that the engine reads.</summary>
    public abstract GatewayError? Fill(Observation observation, IInference inference);
}
