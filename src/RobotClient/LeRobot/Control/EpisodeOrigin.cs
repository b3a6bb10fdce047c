namespace PolicyGate.RobotClient.LeRobot.Control;

/// <summary>Where the robot was when its episode began: what its first command is held against.</summary>
internal sealed class EpisodeOrigin(int joints)
{
    private readonly Lock _gate = new();
    private readonly double[] _joints = new double[joints];
    private int _episode;

    public void Set(int episode, ReadOnlySpan<double> joints)
    {
        lock (_gate)
        {
            joints.CopyTo(_joints);
            Volatile.Write(ref _episode, episode);
        }
    }

    /// <param name="episode">The last that is known; gets the newest.</param>
    /// <param name="joints">Gets where the robot was, if the episode is another one.</param>
    /// <returns>Whether it is.</returns>
    public bool HasChanged(ref int episode, Span<double> joints)
    {
        if (Volatile.Read(ref _episode) == episode)
            return false;
        lock (_gate)
        {
            _joints.CopyTo(joints);
            episode = _episode;
            return true;
        }
    }
}
