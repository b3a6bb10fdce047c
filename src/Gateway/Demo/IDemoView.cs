namespace PolicyGate.Gateway.Demo;

/// <summary>Shows a person what the demo does while it does it.</summary>
internal interface IDemoView
{
    /// <summary>One line of prose, before or after the episodes.</summary>
    void Say(string line);

    /// <summary>Shows the tally while it is played.</summary>
    /// <param name="tally">What is shown.</param>
    /// <param name="play">Plays; is given what to call when the tally has changed.</param>
    Task FollowAsync(DemoTally tally, Func<Action, Task> play);
}
