namespace PolicyGate.RobotClient;

/// <summary>A robot that cannot go on. The message says what was wrong, where, and how to mend it.</summary>
public sealed class RobotException : Exception
{
    public RobotException()
    {
    }

    public RobotException(string message) : base(message)
    {
    }

    public RobotException(string message, Exception inner) : base(message, inner)
    {
    }
}
