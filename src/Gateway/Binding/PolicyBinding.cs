using PolicyGate.Abstractions;
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
    private readonly ImageBinding[][] _images;
    private readonly int _actionOutput;
    private readonly ElementType _actionType;

    /// <param name="policy">What <c>policy.json</c> says.</param>
    /// <param name="model">The model's own signature, which <see cref="SignatureMatch"/> found to fit.</param>
    /// <param name="wireHabits">How pictures are resized where <c>policy.json</c> says nothing, by wire.</param>
    /// <param name="robotUnits">Whether the backend takes the state as the robot has it.</param>
    /// <param name="limits">How large a picture may be.</param>
    public PolicyBinding(
        PolicyDescription policy, PolicySignature model, IReadOnlyList<ResizeMethod> wireHabits, bool robotUnits,
        LimitsOptions limits)
    {
        ResizeHabits = wireHabits;
        List<InputBinding> inputs = [];
        List<ImageBinding>[] images = [.. wireHabits.Select(_ => new List<ImageBinding>())];
        for (int i = 0; i < model.Inputs.Count; i++)
        {
            TensorDescription input = Declared(policy.Inputs, model.Inputs[i].Name);
            switch (input.Spec.Role)
            {
                case TensorRole.State:
                    inputs.Add(new StateBinding(i, policy.Name, input, robotUnits));
                    break;
                case TensorRole.Image:
                    for (int habit = 0; habit < images.Length; habit++)
                    {
                        images[habit].AddRange(ImageBinding.Of(
                            i, policy.Name, input, input.Resize ?? wireHabits[habit], limits.PictureSide));
                    }
                    break;
                case TensorRole.Task:
                    inputs.Add(new TaskBinding(i, policy.Name));
                    break;
                default:
                    throw new ArgumentException(
                        $"{input.Spec.Name} was to be refused by SignatureMatch", nameof(policy));
            }
        }
        (_inputs, _images) = ([.. inputs], [.. images.Select(list => list.ToArray())]);
        Needs = new ObservationNeeds(
            [.. OfRole(policy.Inputs, TensorRole.Image).Select(input => ImageBinding.CameraOf(input.Spec))],
            OfRole(policy.Inputs, TensorRole.Task).Any()) { History = HistorySteps.OfAll(policy.Inputs) };
        TensorSpec action = OfRole(policy.Outputs, TensorRole.Action).Single().Spec;
        _actionOutput = IndexOf(model.Outputs, action.Name);
        _actionType = action.Type;
        (ChunkRows, ActionWidth) = (action.Shape[^2].Size, action.Shape[^1].Size);
    }

    /// <summary>What an observation must hold to be filled in.</summary>
    public ObservationNeeds Needs { get; }

    /// <summary>Rows of a chunk.</summary>
    public int ChunkRows { get; }

    /// <summary>Values of a row.</summary>
    public int ActionWidth { get; }

    /// <summary>All inputs but the pictures.</summary>
    public ReadOnlySpan<InputBinding> Inputs => _inputs;

    /// <summary>The ways to resize of the wires that this policy may be served on.</summary>
    public IReadOnlyList<ResizeMethod> ResizeHabits { get; }

    /// <summary>Each moment's picture for itself.</summary>
    /// <param name="habit">Place in <see cref="ResizeHabits"/>.</param>
    public ReadOnlySpan<ImageBinding> Images(int habit) => _images[habit];

    /// <summary>The place of an observation's habit in <see cref="ResizeHabits"/>.</summary>
    public int HabitOf(Observation observation)
    {
        for (int i = 0; i < ResizeHabits.Count; i++)
        {
            if (ResizeHabits[i] == observation.ResizeHabit)
                return i;
        }
        throw new ArgumentException($"not bound for {observation.ResizeHabit}", nameof(observation));
    }

    /// <summary>Takes a chunk out of a run that went well.</summary>
    /// <param name="inference">The run.</param>
    /// <param name="raw">Receives all its rows, <see cref="ActionWidth"/> values each, in the model's units.</param>
    public void ReadAction(IInference inference, Span<float> raw) =>
        FloatCells.Read(_actionType, inference.Output(_actionOutput), raw);

    private static IEnumerable<TensorDescription> OfRole(IEnumerable<TensorDescription> tensors, TensorRole role) =>
        tensors.Where(tensor => tensor.Spec.Role == role);

    private static TensorDescription Declared(IReadOnlyList<TensorDescription> inputs, string name) =>
        inputs.First(input => string.Equals(input.Spec.Name, name, StringComparison.Ordinal));

    private static int IndexOf(IReadOnlyList<TensorSpec> outputs, string name) =>
        outputs.Index().First(output => string.Equals(output.Item.Name, name, StringComparison.Ordinal)).Index;
}
