using System.Text.Json;
using PolicyGate.Gateway.Measurement;

namespace PolicyGate.Bench.LeRobot;

/// <summary>What one client did in all its turns.</summary>
internal sealed class DriveFigures(string name, double period)
{
    // A timestamp is taken just before or just after the robot is asked, by clocks that tick apart.
    private const double ClockSeconds = 1e-3;

    private readonly List<double> _errors = [];
    private readonly List<double> _waits = [];
    private double _seconds;
    private int _dry;

    public string Name => name;

    /// <summary>Milliseconds by which the time between two actions was not the period.</summary>
    public Distribution Jitter => Distribution.Of(_errors.ToArray());

    /// <summary>Milliseconds from an observation's being asked for to its chunk's being in the queue.</summary>
    public Distribution Answers => Distribution.Of(_waits.ToArray());

    /// <summary>Actions a second, while there were some.</summary>
    public double Rate => _errors.Count / _seconds;

    /// <summary>Times that the queue ran dry; these waits are no jitter.</summary>
    public int Dry => _dry;

    /// <param name="json">The last line of a turn's output.</param>
    public void Add(string json)
    {
        using JsonDocument turn = JsonDocument.Parse(json);
        double[] acts = Numbers(turn, "acts"), looks = Numbers(turn, "looks"), observes = Numbers(turn, "observes");
        for (int i = 1; i < acts.Length; i++)
        {
            // Without actions the loop goes on asking what the robot sees.
            if (looks[i] - looks[i - 1] > 1)
            {
                _dry++;
                continue;
            }
            _seconds += acts[i] - acts[i - 1];
            _errors.Add(1e3 * Math.Abs(acts[i] - acts[i - 1] - period));
        }
        foreach (JsonElement answer in turn.RootElement.GetProperty("answers").EnumerateArray())
        {
            double timestamp = answer[0].GetDouble(), ready = answer[1].GetDouble();
            double asked = observes.LastOrDefault(observe => observe <= timestamp + ClockSeconds, timestamp);
            _waits.Add(1e3 * (ready - asked));
        }
    }

    private static double[] Numbers(JsonDocument turn, string name) =>
        [.. turn.RootElement.GetProperty(name).EnumerateArray().Select(number => number.GetDouble())];
}
