using PolicyGate.Abstractions;
using PolicyGate.Gateway.Errors;
using PolicyGate.Gateway.Observations;

namespace PolicyGate.Gateway.Binding;

/// <summary>The instruction: <c>task</c>, UTF-8.</summary>
internal sealed class TaskBinding(int index, string policy) : InputBinding(index)
{
    public override GatewayError? Fill(Observation observation, IInference inference)
    {
        if (observation.Task.IsEmpty)
        {
            return new GatewayError(ErrorCode.InvalidArgument,
                $"the policy '{policy}' does what it is told and no instruction came (input task):"
                + " give the robot's node a task prompt");
        }
        inference.SetText(Index, row: 0, observation.Task);
        return null;
    }
}
