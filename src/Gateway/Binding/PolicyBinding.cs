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
    private readonly ImageBinding[] _images;

    /// <param name="policy">What <c>policy.json</c> says.</param>
    /// <param name="model">The model's own signature, which <see cref="SignatureMatch"/> found to fit.</param>
    /// <param name="wireHabit">How pictures are resized where <c>policy.json</c> says nothing.</param>
    /// <param name="robotUnits">Whether the backend takes the state as the robot has it.</param>
    /// <param name="limits">How large a picture may be.</param>
    public PolicyBinding(
        PolicyDescription policy, PolicySignature model, ResizeMethod wireHabit, bool robotUnits, LimitsOptions limits)
    {
        List<InputBinding> inputs = [];
        List<ImageBinding> images = [];
        for (int i = 0; i < model.Inputs.Count; i++)
        {
            TensorDescription input = Declared(policy.Inputs, model.Inputs[i].Name);
            switch (input.Spec.Role)
            {
                case TensorRole.State:
                    inputs.Add(new StateBinding(i, policy.Name, input, robotUnits));
                    break;
                case TensorRole.Image:
                    images.Add(
                        new ImageBinding(i, policy.Name, input, input.Resize ?? wireHabit, limits.PictureSide));
                    break;
                case TensorRole.Task:
                    inputs.Add(new TaskBinding(i, policy.Name));
                    break;
                default:
                    throw new ArgumentException(
                        $"{input.Spec.Name} was to be refused by SignatureMatch", nameof(policy));
            }
        }
        (_inputs, _images) = ([.. inputs], [.. images]);
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

    /// <summary>All inputs but the pictures.</summary>
    public ReadOnlySpan<InputBinding> Inputs => _inputs;

    public ReadOnlySpan<ImageBinding> Images => _images;

    private static IEnumerable<TensorDescription> OfRole(IEnumerable<TensorDescription> tensors, TensorRole role) =>
        tensors.Where(tensor => tensor.Spec.Role == role);

    private static TensorDescription Declared(IReadOnlyList<TensorDescription> inputs, string name) =>
        inputs.First(input => string.Equals(input.Spec.Name, name, StringComparison.Ordinal));

    private static int IndexOf(IReadOnlyList<TensorSpec> outputs, string name) =>
        outputs.Index().First(output => string.Equals(output.Item.Name, name, StringComparison.Ordinal)).Index;
}
