using System.Text.Json;
using PolicyGate.Abstractions;
using PolicyGate.Shared;

namespace PolicyGate.Gateway.Policies;

/// <summary>
/// Reads the action's <c>relative_to</c> and <c>exclude_joints</c>: whether rows are offsets from the state that the
/// chunk was inferred from.
/// </summary>
/// <remarks>
/// As LeRobot's RelativeActionsProcessorStep and openpi's DeltaActions have it. Differences from row to row add up
/// their errors, and no policy for joints is known that is trained on them.
/// </remarks>
internal static class RelativeActions
{
    public const string Key = "relative_to";
    public const string ExcludeKey = "exclude_joints";

    private const string State = "observation.state";

    /// <summary>By joint, whether it is an offset; empty where none is.</summary>
    /// <param name="tensor">The action.</param>
    /// <param name="names">Its joints.</param>
    /// <param name="width">How many it has; null where that is not known.</param>
    public static IReadOnlyList<bool> Read(JsonField tensor, IReadOnlyList<string> names, int? width)
    {
        JsonField? exclude = tensor.Find(ExcludeKey);
        if (tensor.Find(Key) is not { } field)
        {
            exclude?.Fail($"'{ExcludeKey}' is for actions that are relative; add '{Key}', or remove it");
            return [];
        }
        if (field.Word([State]) is null)
            return [];
        bool[] relative = new bool[width ?? 0];
        Array.Fill(relative, true);
        if (exclude is { } list && list.Is(JsonValueKind.Array, "a list of joints that stay absolute"))
            Exclude(list, names, relative);
        return relative;
    }

    /// <summary>
    /// Holds the action against the state that is to be added to it: the same joints in the same order.
    /// </summary>
    public static void CheckState(
        JsonField root, IReadOnlyList<TensorDescription> inputs, IReadOnlyList<TensorDescription> outputs)
    {
        TensorDescription? action = outputs.FirstOrDefault(output => output.Relative.Count > 0);
        if (action is null || root.Find("outputs")?.Find(action.Spec.Name)?.Find(Key) is not { } field)
            return;
        TensorDescription? state = inputs.FirstOrDefault(input => input.Spec.Role is TensorRole.State);
        if (state is null)
        {
            // One that is there and wrong was told already.
            if (root.Find("inputs")?.Find(State) is null)
                field.Fail($"the model takes no '{State}'; add it to 'inputs', or remove '{Key}'");
            return;
        }
        (int joints, int values) = (action.Spec.Shape[^1].Size, state.Spec.Shape[^1].Size);
        if (joints != values)
            field.Fail($"expected as many joints as '{state.Spec.Name}' has, {values}; the action has {joints}");
        else if (Moved(state.Names, action.Names) is { } moved)
            field.Fail($"expected the joints of '{state.Spec.Name}' in the same order; '{moved}' has another place");
    }

    private static void Exclude(JsonField list, IReadOnlyList<string> names, bool[] relative)
    {
        if (names.Count == 0)
        {
            list.Fail("the action names no joints; give it 'names'");
            return;
        }
        foreach (JsonField item in list.Items())
        {
            if (item.Text("a joint's name") is not { } joint)
                continue;
            int place = Array.IndexOf([.. names], joint);
            if (place < 0)
                item.Fail($"no joint of the action has this name; {NearestName.Advice(joint, [.. names])}");
            else if (place < relative.Length)
                relative[place] = false;
        }
    }

    /// <summary>A joint that both name and that stands elsewhere; null where there is none.</summary>
    private static string? Moved(IReadOnlyList<string> state, IReadOnlyList<string> action) => action.Index()
        .FirstOrDefault(joint => joint.Index < state.Count && state[joint.Index] != joint.Item
            && state.Contains(joint.Item, StringComparer.Ordinal)).Item;
}
