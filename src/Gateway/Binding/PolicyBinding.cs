using PolicyGate.Abstractions;
using PolicyGate.Gateway.Errors;
using PolicyGate.Gateway.Limits;
using PolicyGate.Gateway.Observations;
using PolicyGate.Gateway.Policies;

namespace PolicyGate.Gateway.Binding;

/// <summary>
/// How observations go into one model's inputs. Made once; any number of threads fill at once, each an inference of its
/// own.
/// </summary>
internal sealed class PolicyBinding
{
    private readonly InputBinding[] _inputs;

    /// <param name="policy">What <c>policy.json</c> says.</param>
    /// <param name="model">The model's own signature, which <see cref="SignatureMatch"/> found to fit.</param>
    /// <param name="wireHabit">How pictures are resized where <c>policy.json</c> says nothing.</param>
    /// <param name="robotUnits">Whether the backend takes the state as the robot has it.</param>
    /// <param name="limits">How large a picture may be.</param>
    public PolicyBinding(
        PolicyDescription policy, PolicySignature model, ResizeMethod wireHabit, bool robotUnits, LimitsOptions limits)
    {
        _inputs = new InputBinding[model.Inputs.Count];
        for (int i = 0; i < _inputs.Length; i++)
        {
            TensorDescription input = Declared(policy.Inputs, model.Inputs[i].Name);
            _inputs[i] = input.Spec.Role switch
            {
                TensorRole.State => new StateBinding(i, policy.Name, input, robotUnits),
                TensorRole.Image => new ImageBinding(
                    i, policy.Name, input, input.Resize ?? wireHabit, limits.PictureSide),
                TensorRole.Task => new TaskBinding(i, policy.Name),
                _ => throw new ArgumentException(
                    $"{input.Spec.Name} was to be refused by SignatureMatch", nameof(policy)),
            };
        }
        Needs = new ObservationNeeds(
            [.. OfRole(policy.Inputs, TensorRole.Image).Select(input => ImageBinding.CameraOf(input.Spec))],
            OfRole(policy.Inputs, TensorRole.Task).Any());
        ActionOutput = IndexOf(model.Outputs, OfRole(policy.Outputs, TensorRole.Action).Single().Spec.Name);
        IReadOnlyList<Dimension> action = policy.Outputs.Single(o => o.Spec.Role is TensorRole.Action).Spec.Shape;
        (ChunkRows, ActionWidth) = (action[^2].Size, action[^1].Size);
    }

    /// <summary>What an observation must hold to be filled in.</summary>
    public ObservationNeeds Needs { get; }

    /// <summary>Rows of a chunk.</summary>
    public int ChunkRows { get; }

    /// <summary>Values of a row.</summary>
    public int ActionWidth { get; }

    /// <summary>The place of <c>action</c> among the model's outputs.</summary>
    public int ActionOutput { get; }

    /// <summary>Writes every input of the model; allocates nothing once warm.</summary>
    /// <returns>What does not fit, after which the inputs are not fit to run.</returns>
    public GatewayError? Fill(Observation observation, IInference inference)
    {
        foreach (InputBinding input in _inputs)
        {
            if (input.Fill(observation, inference) is { } error)
                return error;
        }
        return null;
    }

    private static IEnumerable<TensorDescription> OfRole(IEnumerable<TensorDescription> tensors, TensorRole role) =>
        tensors.Where(tensor => tensor.Spec.Role == role);

    private static TensorDescription Declared(IReadOnlyList<TensorDescription> inputs, string name) =>
        inputs.First(input => string.Equals(input.Spec.Name, name, StringComparison.Ordinal));

    private static int IndexOf(IReadOnlyList<TensorSpec> outputs, string name) =>
        outputs.Index().First(output => string.Equals(output.Item.Name, name, StringComparison.Ordinal)).Index;
}
