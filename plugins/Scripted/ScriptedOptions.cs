using Microsoft.Extensions.Configuration;
using PolicyGate.Plugins;

namespace PolicyGate.Scripted;

/// <summary>A policy's <c>Options</c> for this backend, checked. For operators: docs/scripted.md.</summary>
internal sealed record ScriptedOptions
{
    private static readonly string[] Keys =
    [
        nameof(Mode), nameof(Trajectory), nameof(Amplitude), nameof(PeriodSeconds), nameof(RateHz), nameof(RowsPerRun),
        nameof(LatencyMilliseconds), nameof(FailEvery), nameof(FailWith),
    ];

    public required ScriptedMode Mode { get; init; }

    /// <summary>Replay: the file, relative to the policy folder; null for the one that policy.json names.</summary>
    public required string? Trajectory { get; init; }

    /// <summary>Sine: the greatest distance from the first positions, in the joints' own units.</summary>
    public required double Amplitude { get; init; }

    public required double PeriodSeconds { get; init; }

    /// <summary>Rows per second, which the policy's <c>control.rate_hz</c> must equal.</summary>
    public required double RateHz { get; init; }

    /// <summary>
    /// How many rows the robot plays from one answer to the next; 0 goes by the clock and <see cref="RateHz"/>, which
    /// is right however the robot is paced.
    /// </summary>
    public required int RowsPerRun { get; init; }

    /// <summary>How long each run takes at least.</summary>
    public required double LatencyMilliseconds { get; init; }

    /// <summary>Each run whose number is a multiple of this fails; 0 fails none. Counted over all robots.</summary>
    public required int FailEvery { get; init; }

    /// <summary>What a failure says.</summary>
    public required string FailWith { get; init; }

    public static ScriptedOptions Read(IConfiguration options, ICollection<string> errors)
    {
        var reader = new OptionReader(options, errors, Keys);
        return new ScriptedOptions
        {
            Mode = reader.Choice(nameof(Mode), ScriptedMode.Hold),
            Trajectory = reader.Text(nameof(Trajectory)),
            Amplitude = reader.Number(nameof(Amplitude), 0.05, 0, 10),
            PeriodSeconds = reader.Number(nameof(PeriodSeconds), 4, 0.01, 3600),
            RateHz = reader.Number(nameof(RateHz), 30, 0.1, 10_000),
            RowsPerRun = reader.Whole(nameof(RowsPerRun), 0, 0, 100_000),
            LatencyMilliseconds = reader.Number(nameof(LatencyMilliseconds), 0, 0, 3_600_000),
            FailEvery = reader.Whole(nameof(FailEvery), 0, 0, int.MaxValue),
            FailWith = reader.Text(nameof(FailWith)) ?? "a failure that FailEvery asks for",
        };
    }
}
