namespace PolicyGate.RobotClient.LeRobot.Queue;

/// <summary>Why nothing of an answer is executed.</summary>
/// <param name="Kind">A <see cref="RefusalKind"/>.</param>
/// <param name="Message">For people: what was found, and how to mend it.</param>
internal sealed record ChunkRefusal(string Kind, string Message);
