using System.Buffers;
using System.Runtime.InteropServices;
using PolicyGate.Abstractions;
using PolicyGate.Gateway.Errors;
using PolicyGate.Gateway.Observations;
using PolicyGate.Gateway.Policies;

namespace PolicyGate.Gateway.Binding;

/// <summary>
/// Joint positions of one moment or several, normalised where the model wants that: <c>observation.state</c>.
/// </summary>
internal sealed class StateBinding : InputBinding
{
    private readonly string _policy;
    private readonly TensorDescription _input;
    private readonly int[] _steps;
    private readonly int _width;
    private readonly Normalizer _normalizer;

    /// <param name="index">The input's place in the model's signature.</param>
    /// <param name="policy">Named in errors.</param>
    /// <param name="input">What <c>policy.json</c> says of it.</param>
    /// <param name="robotUnits">Whether the backend takes positions as the robot has them.</param>
    public StateBinding(int index, string policy, TensorDescription input, bool robotUnits) : base(index)
    {
        (_policy, _input, _steps) = (policy, input, HistorySteps.Of(input));
        _width = input.Spec.Shape[^1].Size;
        _normalizer = new Normalizer(robotUnits ? NormalizationDescription.Identity : input.Normalize);
    }

    public override GatewayError? Fill(Observation observation, IInference inference)
    {
        Span<byte> input = inference.Input(Index);
        int bytes = _width * _input.Spec.Type.Size();
        for (int i = 0; i < _steps.Length; i++)
        {
            ReadOnlySpan<float> position = HistorySteps.Find(observation, _steps[i]).Position;
            if (position.Length != _width)
                return WrongCount(position.Length, _steps[i]);
            Write(position, input.Slice(i * bytes, bytes));
        }
        return null;
    }

    private void Write(ReadOnlySpan<float> position, Span<byte> cells)
    {
        if (_input.Spec.Type is ElementType.Float32)
        {
            _normalizer.ToModel(position, MemoryMarshal.Cast<byte, float>(cells));
            return;
        }
        float[] normalized = ArrayPool<float>.Shared.Rent(position.Length);
        _normalizer.ToModel(position, normalized);
        FloatCells.Write(_input.Spec.Type, normalized.AsSpan(0, position.Length), cells);
        ArrayPool<float>.Shared.Return(normalized);
    }

    private GatewayError WrongCount(int came, int step)
    {
        string joints = _input.Names.Count == 0 ? "" : $" ({_input.Names[0]} … {_input.Names[^1]})";
        string when = step == 0 ? "" : $" at step {step} of its history";
        return new GatewayError(ErrorCode.InvalidArgument,
            $"the policy '{_policy}' expects {_width} positions in {_input.Spec.Name}{joints}, {came} came{when};"
            + " let the robot send what the policy was trained with, or serve a policy made for this robot");
    }
}
