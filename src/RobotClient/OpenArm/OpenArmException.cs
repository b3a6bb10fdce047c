namespace PolicyGate.RobotClient.OpenArm;

/// <summary>The other side ended the connection, took too long, or answered what no robot could execute.</summary>
public sealed class OpenArmException : IOException
{
    public OpenArmException(string message)
        : base(message)
    {
    }

    public OpenArmException(string message, Exception inner)
        : base(message, inner)
    {
    }

    public OpenArmException()
    {
    }
}
