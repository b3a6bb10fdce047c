using Microsoft.Extensions.Configuration;
using PolicyGate.Plugins;

namespace PolicyGate.Scripted;

/// <summary>A policy's <c>Options</c> for this backend, checked. For operators: docs/backends/scripted.md.</summary>
internal sealed record ScriptedOptions
{
    private static readonly string[] Keys =
    [
        nameof(Mode), nameof(Trajectory), nameof(Waypoints), nameof(Speed), nameof(Loop), nameof(Amplitude),
        nameof(PeriodSeconds), nameof(RateHz), nameof(RowsPerRun), nameof(Noise), nameof(NoiseSeed),
        nameof(LatencyMilliseconds), nameof(FailEvery), nameof(FailWith),
    ];

    public required ScriptedMode Mode { get; init; }

    /// <summary>Replay: the file, relative to the policy folder; null for the one that policy.json names.</summary>
    public required string? Trajectory { get; init; }

    /// <summary>Waypoints: as <see cref="Trajectory"/>.</summary>
    public required string? Waypoints { get; init; }

    /// <summary>Waypoints: as <see cref="Waypoint.Speed"/>, where a waypoint says neither speed nor time.</summary>
    public required double Speed { get; init; }

    /// <summary>Waypoints: whether the first follows the last.</summary>
    public required bool Loop { get; init; }

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

    /// <summary>Standard deviations in the joints' units: one for all, or one for each; empty for none.</summary>
    public required IReadOnlyList<double> Noise { get; init; }

    public required int NoiseSeed { get; init; }

    /// <summary>How long each run takes at least.</summary>
    public required double LatencyMilliseconds { get; init; }

    /// <summary>Each run whose number is a multiple of this fails; 0 fails none. Counted over all robots.</summary>
    public required int FailEvery { get; init; }

    /// <summary>What a failure says.</summary>
    public required string FailWith { get; init; }

    public static ScriptedOptions Read(IConfiguration options, ICollection<string> errors)
    {
        var reader = new OptionReader(options, errors, Keys);
        var read = new ScriptedOptions
        {
            Mode = reader.Choice(nameof(Mode), ScriptedMode.Hold),
            Trajectory = reader.Text(nameof(Trajectory)),
            Waypoints = reader.Text(nameof(Waypoints)),
            Speed = reader.Number(nameof(Speed), 0.5, 0.001, 3600),
            Loop = reader.Flag(nameof(Loop), otherwise: false),
            Amplitude = reader.Number(nameof(Amplitude), 0.05, 0, 10),
            PeriodSeconds = reader.Number(nameof(PeriodSeconds), 4, 0.01, 3600),
            RateHz = reader.Number(nameof(RateHz), 30, 0.1, 10_000),
            RowsPerRun = reader.Whole(nameof(RowsPerRun), 0, 0, 100_000),
            Noise = reader.Numbers(nameof(Noise), 0, 10),
            NoiseSeed = reader.Whole(nameof(NoiseSeed), 0, 0, int.MaxValue),
            LatencyMilliseconds = reader.Number(nameof(LatencyMilliseconds), 0, 0, 3_600_000),
            FailEvery = reader.Whole(nameof(FailEvery), 0, 0, int.MaxValue),
            FailWith = reader.Text(nameof(FailWith)) ?? "a failure that FailEvery asks for",
        };
        // Given for a mode that passes over them, they are likelier a forgotten Mode than meant.
        if (read is { Trajectory: not null, Mode: not ScriptedMode.Replay })
            reader.Fail(nameof(Trajectory), $"is for Mode Replay, and Mode is {read.Mode}");
        if (read is { Waypoints: not null, Mode: not ScriptedMode.Waypoints })
            reader.Fail(nameof(Waypoints), $"is for Mode Waypoints, and Mode is {read.Mode}");
        return read;
    }
}
