using PolicyGate.Gateway.Errors;
using PolicyGate.Gateway.Limits;
using PolicyGate.Gateway.Observations;

namespace PolicyGate.Gateway.Wires.LeRobot;

/// <summary>
/// Between a robot's calls and its thread: the newest observation that is to be answered, and the call that waits for
/// the answer. LeRobot's rules of which observation is answered are here.
/// </summary>
/// <remarks>
/// <para>
/// An observation is taken where it must go, where none was answered yet, or where its timestep was not answered yet
/// and its state differs. A newer one takes the place of one that waits.
/// </para>
/// <para>
/// Until its first chunk the stock client sends timestep 0 with every tick, only the first of them must go; after that,
/// it says so again only once a chunk has come. So an answer that came to nothing would leave it standing for ever: the
/// next observation after one must go, whatever it says.
/// </para>
/// </remarks>
internal sealed class RobotMailbox
{
    // One arrives, one waits, one is answered; and one more arrives of a client that sends two at a time.
    private const int MostObservations = 4;

    // That so many may send without measure before all memory is taken.
    private const int RobotsAtLeast = 4;

    // More than any deadline, and less than a monitor can count.
    private static readonly TimeSpan LongestWait = TimeSpan.FromHours(1);

    private readonly object _gate = new();
    private readonly TimeProvider _time;
    private readonly double? _similarity;
    private readonly List<ArrivedObservation> _free = new(MostObservations);
    private readonly PredictedTimesteps _predicted = new();
    private ArrivedObservation? _waiting;
    private ActionsRequest? _request;
    private float[] _lastState = [];
    private bool _answered;
    private bool _nextMustGo;
    private bool _answerInUse;
    private bool _stopping;
    private int _expectedBytes;

    /// <param name="limits">Of an observation.</param>
    /// <param name="memory">Of all robots.</param>
    /// <param name="similarity">Distance of states below which they are the same; null for none.</param>
    /// <param name="time">The clock.</param>
    public RobotMailbox(LimitsOptions limits, BoundedMemory memory, double? similarity, TimeProvider time)
    {
        (_similarity, _time) = (similarity, time);
        var share = new RobotShare(memory, limits.MessageBytes / RobotsAtLeast);
        for (int i = 0; i < MostObservations; i++)
            _free.Add(new ArrivedObservation(limits, share));
    }

    /// <summary>Counts the robot's episodes: what was taken in an earlier one is not answered in a later.</summary>
    public int Episode { get; private set; }

    /// <summary>Bytes of the last observation: the next will be about as long.</summary>
    public int ExpectedBytes => Volatile.Read(ref _expectedBytes);

    /// <summary>Room for an observation that arrives; to be posted or given back.</summary>
    public GatewayError? Rent(out ArrivedObservation? observation)
    {
        lock (_gate)
        {
            observation = _free.Count == 0 ? null : _free[^1];
            if (observation is not null)
            {
                _free.RemoveAt(_free.Count - 1);
                return null;
            }
        }
        return new GatewayError(ErrorCode.Overloaded,
            "this robot sends several observations at once; send one after the other, as only the newest is answered");
    }

    public void GiveBack(ArrivedObservation observation)
    {
        observation.Clear();
        lock (_gate)
            _free.Add(observation);
    }

    /// <summary>A whole observation: it waits to be answered, or is given back.</summary>
    /// <returns>Whether it waits.</returns>
    public bool Post(ArrivedObservation observation)
    {
        ArrivedObservation? dropped = observation;
        lock (_gate)
        {
            _expectedBytes = observation.Length;
            if (!_stopping && IsWanted(observation))
            {
                dropped = _waiting;
                _waiting = observation;
                _nextMustGo = false;
                Monitor.PulseAll(_gate);
            }
        }
        if (dropped is not null)
            GiveBack(dropped);
        return dropped != observation;
    }

    /// <summary>An observation that the robot may have been told to count on came to nothing.</summary>
    public void Lost()
    {
        lock (_gate)
            _nextMustGo = true;
    }

    /// <summary>The robot wants actions; whoever waited before is told that it waits no longer.</summary>
    /// <param name="request">Completed by the robot's thread.</param>
    public void Ask(ActionsRequest request)
    {
        ActionsRequest? before;
        lock (_gate)
        {
            before = _request;
            _request = _stopping ? null : request;
            Monitor.PulseAll(_gate);
        }
        before?.Complete(default, new GatewayError(ErrorCode.Cancelled,
            "another GetActions of this robot took the place of this one"));
        if (_stopping)
            request.CompleteEmpty();
    }

    /// <summary>Nobody waits for this request any more.</summary>
    public void Withdraw(ActionsRequest request)
    {
        lock (_gate)
        {
            if (_request == request)
                _request = null;
        }
    }

    /// <summary>The answer's memory is free again.</summary>
    /// <param name="delivered">Whether it went out.</param>
    public void Sent(bool delivered)
    {
        lock (_gate)
        {
            _answerInUse = false;
            _nextMustGo |= !delivered;
            Monitor.PulseAll(_gate);
        }
    }

    /// <summary>The robot begins anew: nothing was answered yet.</summary>
    public void Begin()
    {
        ArrivedObservation? dropped;
        lock (_gate)
        {
            (dropped, _waiting) = (_waiting, null);
            _predicted.Clear();
            (_answered, _nextMustGo) = (false, false);
            Episode++;
        }
        if (dropped is not null)
            GiveBack(dropped);
    }

    /// <summary>Ends the robot's thread; who waits gets an empty answer.</summary>
    public void Stop()
    {
        ActionsRequest? request;
        lock (_gate)
        {
            _stopping = true;
            (request, _request) = (_request, null);
            Monitor.PulseAll(_gate);
        }
        request?.CompleteEmpty();
        Begin();
    }

    /// <summary>
    /// The robot's thread waits for an observation and for somebody who wants its answer; requests that waited too long
    /// get an empty one meanwhile.
    /// </summary>
    /// <returns>False when the thread is to end.</returns>
    public bool Take(out ArrivedObservation? observation, out ActionsRequest? request, out int episode)
    {
        while (true)
        {
            ActionsRequest? late = null;
            lock (_gate)
            {
                (observation, request, episode) = (_waiting, _request, Episode);
                if (_stopping)
                    return false;
                if (observation is not null && request is not null && !_answerInUse)
                {
                    (_waiting, _request) = (null, null);
                    Note(observation);
                    return true;
                }
                TimeSpan left = request is null
                    ? LongestWait
                    : _time.GetElapsedTime(_time.GetTimestamp(), request.Deadline);
                if (left > TimeSpan.Zero)
                    Monitor.Wait(_gate, left < LongestWait ? left + TimeSpan.FromMilliseconds(1) : LongestWait);
                else
                    (late, _request) = (request, null);
            }
            late?.CompleteEmpty();
        }
    }

    /// <summary>An answer is about to be handed out; its memory is in use until it was sent.</summary>
    /// <returns>False where the robot has begun anew meanwhile.</returns>
    public bool Hand(int episode)
    {
        lock (_gate)
        {
            if (episode != Episode)
                return false;
            _answerInUse = true;
            return true;
        }
    }

    private void Note(ArrivedObservation observation)
    {
        _predicted.Add(observation.Timestep);
        _answered = true;
        if (_similarity is null)
            return;
        if (_lastState.Length < observation.State.Length)
            _lastState = new float[observation.State.Length];
        observation.State.CopyTo(_lastState);
    }

    private bool IsWanted(ArrivedObservation observation) => observation.MustGo || _nextMustGo || !_answered
        || (!_predicted.Contains(observation.Timestep) && !IsSimilar(observation.State));

    private bool IsSimilar(ReadOnlySpan<float> state)
    {
        if (_similarity is not { } threshold)
            return false;
        double sum = 0;
        for (int i = 0; i < state.Length; i++)
        {
            double difference = state[i] - (double)_lastState[i];
            sum += difference * difference;
        }
        return Math.Sqrt(sum) < threshold;
    }
}
