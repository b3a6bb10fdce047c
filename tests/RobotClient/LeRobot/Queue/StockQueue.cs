using PolicyGate.Formats.LeRobot;
using PolicyGate.RobotClient.LeRobot;

namespace PolicyGate.Tests.RobotClient.LeRobot.Queue;

/// <summary>
/// The queue of LeRobot's <c>robot_client.py</c>, as plainly as it stands there: the yardstick for ours.
/// </summary>
internal sealed class StockQueue(ActionAggregate aggregate)
{
    private List<TimedAction> _actions = [];
    private long _latest = -1;
    private int _longest = -1;

    public int Count => _actions.Count;

    public long Moment => Math.Max(_latest, 0);

    public bool IsReadyToSend(double threshold) => _actions.Count / (double)_longest <= threshold;

    public float Take()
    {
        TimedAction action = _actions[0];
        _actions.RemoveAt(0);
        _latest = action.Timestep;
        return action.Values[0];
    }

    public void Put(IReadOnlyList<TimedAction> incoming)
    {
        _longest = Math.Max(_longest, incoming.Count);
        Dictionary<long, float[]> current =
            _actions.ToDictionary(action => action.Timestep, action => action.Values);
        var future = new List<TimedAction>();
        foreach (TimedAction action in incoming)
        {
            if (action.Timestep <= _latest)
                continue;
            float[] values = [.. action.Values];
            if (current.TryGetValue(action.Timestep, out float[]? old))
                aggregate(old, action.Values, values);
            future.Add(action with { Values = values });
        }
        _actions = future;
    }
}
