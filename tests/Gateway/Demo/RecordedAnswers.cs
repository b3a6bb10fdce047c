using System.Text.Json;
using PolicyGate.RobotClient.OpenArm;

namespace PolicyGate.Tests.Gateway.Demo;

/// <summary>Answer lines as a gateway would write them, from what was recorded.</summary>
internal static class RecordedAnswers
{
    public static string Line(OpenArmAnswer recorded, int lateRows = 0, float error = 0)
    {
        float[][] rows = [.. recorded.Positions.Skip(lateRows).Select(row => row.ToArray())];
        rows[^1][3] += error;
        return JsonSerializer.Serialize(new
        {
            interval = recorded.IntervalNanoseconds,
            positions = rows,
            timing = new { read_ms = 1.5, decode_ms = 0.25, run_ms = 2.0, total_ms = 3.75 },
        });
    }
}
