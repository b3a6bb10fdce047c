namespace PolicyGate.RobotClient.LeRobot.Control;

/// <summary>Where the robot was seen last: what an episode's first command is held against.</summary>
internal sealed class EpisodeOrigin(int joints)
{
    private readonly double[] _joints = new double[joints];

    /// <summary>
    /// Held from an action's being taken until the robot has it, and while what was planned is forgotten: nothing that
    /// is forgotten is commanded afterwards. Guards all of this.
    /// </summary>
    public Lock Gate { get; } = new();

    /// <summary>Of <see cref="Joints"/>; 0 before the first.</summary>
    public int Episode { get; private set; }

    public ReadOnlySpan<double> Joints => _joints;

    public void Set(int episode, ReadOnlySpan<double> joints)
    {
        joints.CopyTo(_joints);
        Episode = episode;
    }
}
