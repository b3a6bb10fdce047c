using System.Globalization;
using PolicyGate.Gateway.Threading;

namespace PolicyGate.Gateway.Pictures;

/// <summary>
/// Threads that help robots' own threads with their pictures, so that cameras are read and resized side by side. One
/// crew for all robots.
/// </summary>
/// <remarks>
/// A robot's thread never waits for help: it takes part after part itself, and helpers take what it has not come to.
/// Only for a part that a helper is still at does it wait in the end.
/// </remarks>
internal sealed class PictureCrew : IDisposable
{
    // More than this, and a single robot's pictures are in parts too small to be worth a wake-up.
    private const int MostHelpers = 7;

    private readonly object _gate = new();
    private readonly List<PictureWork> _works = new(capacity: 256);
    private readonly TimeProvider _time;
    private readonly int _helpers;
    private int _idle;
    private volatile int _open;
    private volatile bool _stopping;

    public PictureCrew(TimeProvider time) : this(Math.Min(Environment.ProcessorCount - 1, MostHelpers), time)
    {
    }

    /// <param name="helpers">Threads; 0 for none: everybody does their own.</param>
    /// <param name="time">The clock.</param>
    public PictureCrew(int helpers, TimeProvider time)
    {
        (_helpers, _time) = (helpers, time);
        for (int i = 0; i < helpers; i++)
        {
            string name = string.Create(CultureInfo.InvariantCulture, $"pictures {i + 1}");
            new Thread(Help) { IsBackground = true, Name = name }.Start();
        }
    }

    /// <summary>A work is about to come: helpers that sleep are woken now, and not when it does.</summary>
    public void Announce()
    {
        if (_helpers == 0)
            return;
        lock (_gate)
        {
            if (_idle > 0)
                Monitor.PulseAll(_gate);
        }
    }

    /// <summary>Does all parts of a work; returns when the last is done.</summary>
    /// <param name="work">With its parts laid out.</param>
    /// <param name="worthHelp">Whether it is so large that waking others pays.</param>
    public void Do(PictureWork work, bool worthHelp)
    {
        if (!worthHelp || _helpers == 0)
        {
            work.Help(_time);
            return;
        }
        lock (_gate)
        {
            _works.Add(work);
            _open = _works.Count;
            if (_idle > 0)
                Monitor.PulseAll(_gate);
        }
        work.Help(_time);
        lock (_gate)
        {
            _works.Remove(work);
            _open = _works.Count;
        }
        work.WaitForHelpers(_time);
    }

    /// <summary>Lets the threads end; whoever still has pictures does them alone.</summary>
    public void Dispose()
    {
        lock (_gate)
        {
            _stopping = true;
            Monitor.PulseAll(_gate);
        }
    }

    private void Help()
    {
        while (WaitForWork() is { } work)
        {
            work.Help(_time);
            work.Leave();
        }
    }

    /// <summary>Waits for a work with parts left; null when the crew is stopped.</summary>
    private PictureWork? WaitForWork()
    {
        while (true)
        {
            lock (_gate)
            {
                if (_stopping)
                    return null;
                foreach (PictureWork work in _works)
                {
                    if (work.HasMore)
                    {
                        work.Join();
                        return work;
                    }
                }
                _idle++;
                Monitor.Wait(_gate);
                _idle--;
            }
            ShortWait.For(this, static crew => crew._open > 0 || crew._stopping, _time);
        }
    }
}
