namespace PolicyGate.RobotClient.Robots.Processes;

/// <content>Commands, which do not wait for their answers.</content>
internal sealed partial class ProcessExchange
{
    // Of the newest observation; of the newest that commands know of; and whether an episode has begun between the two.
    private long _newest;
    private long _observed;
    private bool _isResetting;

    /// <summary>Commands that a newer one has replaced before the process was ready for them.</summary>
    public long Overtaken
    {
        get
        {
            lock (_gate)
                return _command.Overtaken;
        }
    }

    /// <summary>Commands that had waited for too long when the process was ready for them.</summary>
    public long Outdated
    {
        get
        {
            lock (_gate)
                return _command.Outdated;
        }
    }

    /// <summary>Commands from now on are of the episode that the newest observation belongs to.</summary>
    public void EpisodeBegan()
    {
        lock (_gate)
            (_observed, _isResetting) = (_newest, false);
    }

    /// <summary>Sends a command, or keeps it until the one before is confirmed. Never waits.</summary>
    /// <exception cref="RobotException">It failed, or does not confirm commands.</exception>
    public void Act(ReadOnlySpan<float> action)
    {
        lock (_gate)
        {
            CheckConfirmed();
            ThrowIfFailed();
            // An episode has begun that the commander does not know of yet: this was meant for the one before.
            if (_isResetting)
                return;
            if (_command.Id != 0)
                _command.Wait(action);
            else if (SendCommand(action) is { } problem)
                throw FailUnwritten(problem);
        }
    }

    /// <returns>What hinders it; null where it is out.</returns>
    private string? SendCommand(ReadOnlySpan<float> action)
    {
        _command.Begin(++_lastId);
        return _process.Write(_requests.Act(_lastId, _observed, action));
    }

    private void CheckConfirmed()
    {
        lock (_gate)
        {
            if (_failure is null && _command.Age > _options.ActTimeout)
                Record(Unconfirmed());
        }
    }

    private string Unconfirmed()
    {
        string why = _call is ProcessCall.Observe && _answer is null
            ? "; an observation is under way: one that takes long belongs on a thread of its own"
            : "";
        return $"it did not confirm a command within {_options.ActTimeout.TotalSeconds} s{why}";
    }
}
