using System.Runtime.InteropServices;
using PolicyGate.Abstractions;
using PolicyGate.Gateway.Errors;
using PolicyGate.Gateway.Observations;
using PolicyGate.Gateway.Policies;

namespace PolicyGate.Gateway.Binding;

/// <summary>Joint positions, normalised where the model wants that: <c>observation.state</c>, float32.</summary>
internal sealed class StateBinding : InputBinding
{
    private readonly string _policy;
    private readonly TensorDescription _input;
    private readonly int _width;
    private readonly bool _identity;
    private readonly float[] _mean;
    private readonly float[] _divisor;

    public StateBinding(int index, string policy, TensorDescription input, bool robotUnits) : base(index)
    {
        (_policy, _input) = (policy, input);
        _width = input.Spec.Shape[^1].Size;
        NormalizationDescription normalize = input.Normalize;
        _identity = robotUnits || normalize.Mode is NormalizationMode.Identity;
        _mean = [.. normalize.Mean];
        _divisor = [.. normalize.Std.Select(std => std + normalize.Epsilon)];
    }

    public override GatewayError? Fill(Observation observation, IInference inference)
    {
        ReadOnlySpan<float> position = observation.Position;
        if (position.Length != _width)
            return WrongCount(position.Length);
        Span<float> input = MemoryMarshal.Cast<byte, float>(inference.Input(Index));
        if (_identity)
        {
            position.CopyTo(input);
            return null;
        }
        // A division, as the reference has it: a product with the reciprocal differs in the last bit.
        for (int i = 0; i < position.Length; i++)
            input[i] = (position[i] - _mean[i]) / _divisor[i];
        return null;
    }

    private GatewayError WrongCount(int came)
    {
        string joints = _input.Names.Count == 0 ? "" : $" ({_input.Names[0]} … {_input.Names[^1]})";
        return new GatewayError(ErrorCode.InvalidArgument,
            $"the policy '{_policy}' expects {_width} positions in {_input.Spec.Name}{joints}, {came} came;"
            + " let the robot send what the policy was trained with, or serve a policy made for this robot");
    }
}
