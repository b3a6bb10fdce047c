namespace PolicyGate.Gateway.Sessions;

/// <summary>Recognises where an episode begins, also where the robot does not say it.</summary>
/// <remarks>
/// Nodes before 1.1.0 send no <c>reset</c>, and later ones lose it after an episode that was shorter than its history
/// or had one observation. Three signs are left: the id falls; the id of an episode's only observation comes again;
/// nothing came for longer than an episode ever pauses, or the robot's clock went back as far.
/// </remarks>
/// <param name="gap">Between two observations' timestamps.</param>
internal sealed class EpisodeWatch(TimeSpan gap)
{
    private readonly long _gapNanoseconds = gap.Ticks * TimeSpan.NanosecondsPerTick;
    private long? _timestamp;
    private long? _id;
    private long _observations;
    private bool _idRepeated;
    private bool _arrived;

    /// <summary>A request has come; its observation is not read yet.</summary>
    /// <param name="reset">Whether the robot says that an episode begins.</param>
    /// <param name="timestampNanoseconds">The robot's clock at the observation; null where it sends none.</param>
    public bool Requested(bool reset, long? timestampNanoseconds)
    {
        bool paused = timestampNanoseconds is { } now && _timestamp is { } before
            && Math.Abs((decimal)now - before) > _gapNanoseconds;
        _timestamp = timestampNanoseconds ?? _timestamp;
        bool begins = reset || paused || !_arrived;
        _arrived = true;
        if (begins)
            (_id, _observations, _idRepeated) = (null, 0, false);
        return begins;
    }

    /// <summary>The observation was read.</summary>
    public bool Observed(long? id)
    {
        if (id is not { } number)
            return false;
        bool fell = number < _id;
        // An id that comes again a second time never changes at all, and says nothing.
        bool repeated = number == _id && _observations == 1 && !_idRepeated;
        _idRepeated = number == _id && (repeated || _idRepeated);
        _observations = fell || repeated ? 1 : _observations + 1;
        _id = number;
        return fell || repeated;
    }
}
