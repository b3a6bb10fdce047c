using PolicyGate.Gateway.Errors;

namespace PolicyGate.Gateway.Wires.LeRobot;

/// <summary>One <c>GetActions</c> that waits.</summary>
/// <param name="mailbox">Where it waits.</param>
/// <param name="deadline">When it is answered with nothing, by <see cref="TimeProvider.GetTimestamp"/>.</param>
internal sealed class ActionsRequest(RobotMailbox mailbox, long deadline)
{
    // What waits is Kestrel's: on the robot's own thread it would go on to the end of the call and beyond.
    private readonly TaskCompletionSource<ActionsAnswer> _answer =
        new(TaskCreationOptions.RunContinuationsAsynchronously);

    public long Deadline => deadline;

    public Task<ActionsAnswer> Answer => _answer.Task;

    /// <returns>False where it was completed before.</returns>
    public bool Complete(ReadOnlyMemory<byte> message, GatewayError? error = null) =>
        _answer.TrySetResult(new ActionsAnswer(message, error));

    /// <summary>No observation came: the robot gets an empty answer, as LeRobot's server gives.</summary>
    public bool CompleteEmpty() => Complete(default);

    /// <summary>Nobody waits for it any more.</summary>
    public void Withdraw()
    {
        mailbox.Withdraw(this);
        CompleteEmpty();
    }
}
