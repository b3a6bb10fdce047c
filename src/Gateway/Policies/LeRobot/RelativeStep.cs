namespace PolicyGate.Gateway.Policies.LeRobot;

/// <summary>
/// Whether rows are offsets from the state, and which joints of them: LeRobot's
/// <c>relative_actions_processor</c>, undone by its <c>absolute_actions_processor</c>.
/// </summary>
/// <param name="Excluded">Parts of names, in any case: joints that are absolute all the same.</param>
/// <param name="Names">Of the action's joints; empty where it names none, and then all are relative.</param>
/// <remarks>
/// https://github.com/huggingface/lerobot/blob/main/src/lerobot/processor/relative_action_processor.py
/// </remarks>
internal sealed record RelativeStep(IReadOnlyList<string> Excluded, IReadOnlyList<string> Names)
{
    /// <summary>By joint, whether it is relative; joints beyond the names are.</summary>
    public bool[] Mask(int joints) => [.. Enumerable.Range(0, joints).Select(joint => !IsExcluded(joint))];

    private bool IsExcluded(int joint) => joint < Names.Count
        && Excluded.Any(part => Names[joint].Contains(part, StringComparison.OrdinalIgnoreCase));
}
