using PolicyGate.Gateway.Configuration;

namespace PolicyGate.Gateway.Policies;

/// <summary>One loading of a policy, and the robots that have a place at it.</summary>
/// <remarks>
/// It is freed once it is retired and its last robot has left, on a thread that may wait: an engine still at work on a
/// late run keeps its memory until that returns.
/// </remarks>
/// <param name="number">1 for the first of its name, 2 for what was swapped in next, and so on.</param>
/// <param name="config">What it was loaded by.</param>
/// <param name="policy">Warm; the version's own from here on.</param>
internal sealed class PolicyVersion(int number, PolicyConfig config, ServedPolicy policy)
{
    private readonly Lock _gate = new();
    private readonly TaskCompletionSource _freed = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private int _users;
    private int _robots;
    private bool _retired;

    public int Number => number;

    public PolicyConfig Config => config;

    /// <summary>The folder that it was named by; it may run from a copy.</summary>
    public string Folder { get => field ?? config.Folder; init; }

    public ServedPolicy Policy => policy;

    /// <summary>Robots, shadows and trials that have a place at it.</summary>
    public int Users
    {
        get
        {
            lock (_gate)
                return _users;
        }
    }

    /// <summary>Robots that it answers.</summary>
    public int Robots => Volatile.Read(ref _robots);

    /// <summary>Completes when its policy was freed.</summary>
    public Task Freed => _freed.Task;

    /// <summary>Takes a place at it.</summary>
    /// <returns>False once it is retired; else <see cref="Leave"/> is called once.</returns>
    public bool TryEnter()
    {
        lock (_gate)
        {
            if (_retired)
                return false;
            _users++;
            return true;
        }
    }

    /// <summary>A robot that has its place at it is answered by it from here on.</summary>
    public void Seat() => Interlocked.Increment(ref _robots);

    /// <summary>It is not any more.</summary>
    public void Unseat() => Interlocked.Decrement(ref _robots);

    public void Leave()
    {
        lock (_gate)
        {
            _users--;
            if (!_retired || _users > 0)
                return;
        }
        Free();
    }

    /// <summary>Nobody new takes a place; freed when the last has left.</summary>
    public void Retire()
    {
        lock (_gate)
        {
            if (_retired)
                return;
            _retired = true;
            if (_users > 0)
                return;
        }
        Free();
    }

    // Frees an engine: it joins threads, so never on a robot's; nor on one of the pool's, for a late run may keep it.
    private void Free()
    {
        try
        {
            new Thread(FreeNow) { Name = $"free {policy.Name} {number}", IsBackground = true }.Start();
        }
        catch (Exception limit) when (limit is ThreadStartException or OutOfMemoryException)
        {
            // No thread is to be had: whoever leaves last, a robot's thread too, is not the one to hear of it.
            ThreadPool.UnsafeQueueUserWorkItem(static version => version.FreeNow(), this, preferLocal: false);
        }
    }

    private void FreeNow()
    {
        policy.DisposeWhenIdle();
        _freed.SetResult();
    }
}
