using PolicyGate.Abstractions;

namespace PolicyGate.Scripted;

/// <summary>Where the state and the action are in a declared signature.</summary>
/// <param name="Signature">As <c>policy.json</c> declares it.</param>
/// <param name="State">The state's place among the inputs.</param>
/// <param name="Action">The action's place among the outputs.</param>
/// <param name="Width">Joints.</param>
internal sealed record ScriptedLayout(PolicySignature Signature, int State, int Action, int Width)
{
    /// <exception cref="PolicyLoadException">There is no state or no action, or they do not fit each other.</exception>
    public static ScriptedLayout Of(PolicySignature? declared)
    {
        if (declared is null)
            throw new PolicyLoadException("this backend has no model: policy.json must declare inputs and outputs");
        int state = Find(declared.Inputs, TensorRole.State, "input 'observation.state'");
        int action = Find(declared.Outputs, TensorRole.Action, "output 'action'");

        TensorSpec stateSpec = declared.Inputs[state], actionSpec = declared.Outputs[action];
        if (actionSpec.Shape.Count is not (2 or 3))
        {
            throw new PolicyLoadException(
                $"policy.json declares {actionSpec}; expected is [rows, joints] or [1, rows, joints]");
        }
        int shown = Joints(stateSpec), answered = Joints(actionSpec);
        return shown == answered
            ? new ScriptedLayout(declared, state, action, answered)
            : throw new PolicyLoadException(
                $"policy.json declares {shown} joints in 'observation.state' and {answered} in 'action'; this backend"
                + " answers with the positions that it is shown, so they must be equal");
    }

    private static int Find(IReadOnlyList<TensorSpec> tensors, TensorRole role, string what)
    {
        for (int i = 0; i < tensors.Count; i++)
        {
            if (tensors[i].Role != role)
                continue;
            return tensors[i].Type == ElementType.Float32
                ? i
                : throw new PolicyLoadException(
            $"policy.json declares {tensors[i]}; this backend takes float32");
        }
        throw new PolicyLoadException($"policy.json declares no {what}; this backend needs it");
    }

    private static int Joints(TensorSpec spec) => spec.Shape is [.., { Symbol: null, Size: > 0 } joints]
        ? joints.Size
        : throw new PolicyLoadException($"policy.json declares {spec}; the last dimension must be a number of joints");
}
