using System.Runtime.InteropServices;
using PolicyGate.Gateway.Live;

namespace PolicyGate.Gateway.Http.Api;

/// <summary>Where a tick's time went, in seconds: the stages of docs/metrics.md. 0 where it came to none.</summary>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct StageSeconds(
    double Read, double Decode, double Wait, double Resize, double Run, double Shape, double Total, double Write)
{
    public static StageSeconds Of(in LiveStages stages, TimeProvider time)
    {
        double unit = 1.0 / time.TimestampFrequency;
        double Seconds(long ticks) => Math.Round(ticks * unit, 7);
        return new StageSeconds(
            Seconds(stages[0]), Seconds(stages[1]), Seconds(stages[2]), Seconds(stages[3]), Seconds(stages[4]),
            Seconds(stages[5]), Seconds(stages[6]), Seconds(stages[7]));
    }
}
