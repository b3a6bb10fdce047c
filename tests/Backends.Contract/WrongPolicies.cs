using PolicyGate.Abstractions;
using PolicyGate.Gateway.Policies;

namespace PolicyGate.Tests.Backends.Contract;

/// <summary>A right <c>policy.json</c> with one mistake each.</summary>
internal static class WrongPolicies
{
    public static IEnumerable<(string Wrong, PolicyDescription Policy)> Of(PolicyDescription right)
    {
        TensorDescription state = right.Inputs.First(input => input.Spec.Role == TensorRole.State);
        TensorDescription action = right.Outputs.First(output => output.Spec.Role == TensorRole.Action);
        yield return ("a state of one joint more", WithInput(right, state, Resized(state, fromEnd: 1, by: 1)));
        yield return ("a state of one joint less", WithInput(right, state, Resized(state, fromEnd: 1, by: -1)));
        // The model of 16 bits casts its state itself, whatever it was: in TorchScript any type is right.
        if (state.Spec.Type == ElementType.Float32)
            yield return ("a state of another type", WithInput(right, state, Typed(state)));
        yield return ("one input more", right with { Inputs = [.. right.Inputs, Named(state, "another")] });
        yield return ("a chunk of one row more", WithAction(right, action, Resized(action, fromEnd: 2, by: 1)));
        yield return ("a chunk of one row less", WithAction(right, action, Resized(action, fromEnd: 2, by: -1)));
        yield return ("actions of one joint more", WithAction(right, action, Resized(action, fromEnd: 1, by: 1)));
        yield return ("actions of another type", WithAction(right, action, Typed(action)));
        if (right.Inputs.Count > 1)
            yield return ("an input left out", right with { Inputs = [.. right.Inputs.Take(right.Inputs.Count - 1)] });
    }

    /// <summary>The call that such a policy.json says: every input that it declares, in its order.</summary>
    public static PositionalCall? CallOf(PolicyDescription policy) => policy.Call is { } call
        ? call with { Arguments = [.. policy.Inputs.Select(input => input.Spec.Name)] }
        : null;

    private static PolicyDescription WithInput(
        PolicyDescription policy, TensorDescription from, TensorDescription to) =>
        policy with { Inputs = [.. policy.Inputs.Select(input => input == from ? to : input)] };

    private static PolicyDescription WithAction(
        PolicyDescription policy, TensorDescription from, TensorDescription to) =>
        policy with { Outputs = [.. policy.Outputs.Select(output => output == from ? to : output)] };

    private static TensorDescription Resized(TensorDescription tensor, int fromEnd, int by)
    {
        Dimension[] shape = [.. tensor.Spec.Shape];
        shape[^fromEnd] = shape[^fromEnd].Size + by;
        return tensor with { Spec = tensor.Spec with { Shape = shape } };
    }

    private static TensorDescription Typed(TensorDescription tensor) =>
        tensor with { Spec = tensor.Spec with { Type = ElementType.Float64 } };

    private static TensorDescription Named(TensorDescription tensor, string name) =>
        tensor with { Spec = tensor.Spec with { Name = name, Role = TensorRole.Auxiliary } };
}
