using Microsoft.Extensions.Logging;
using PolicyGate.Gateway.Errors;
using PolicyGate.Gateway.Policies;
using PolicyGate.Gateway.Sessions;
using PolicyGate.Gateway.Telemetry;

namespace PolicyGate.Gateway.Shadows;

/// <summary>One robot's place at a shadow's policy. Used by the shadow's thread.</summary>
internal sealed class ShadowSeat : IDisposable
{
    private readonly IShadowReader _reader;
    private readonly PolicyRuns _runs;
    private readonly TickTimings _timings = new();
    private readonly Chunks.ActionChunk _chunk = new();
    private readonly ILogger _logger;
    private long _episode = -1;
    private bool _hasThrown;

    /// <param name="robot">Whose ticks it sees.</param>
    /// <param name="version">Entered; left when the seat is disposed.</param>
    /// <param name="logger">Told of bugs.</param>
    public ShadowSeat(RobotShadows robot, PolicyVersion version, ILogger logger)
    {
        (Version, _logger) = (version, logger);
        _reader = robot.ReaderOf(version.Policy);
        try
        {
            _runs = new PolicyRuns(version.Policy, yields: true);
        }
        catch
        {
            _reader.Dispose();
            throw;
        }
    }

    public PolicyVersion Version { get; }

    /// <summary>Whether the last run was left to robots.</summary>
    public bool HasYielded => _runs.HasYielded;

    /// <summary>Whether the last tick's file was written to since its robot was answered.</summary>
    public bool HasChanged => _reader.HasChanged;

    /// <summary>Resize and run of the last tick, in ticks of <see cref="TimeProvider"/>.</summary>
    public long Took => _timings.Resize + _timings.Run;

    /// <summary>Runs the policy on a tick.</summary>
    /// <param name="tick">The robot's.</param>
    /// <param name="chunk">In the robot's units; valid until the next. Empty where an error is returned.</param>
    public GatewayError? Run(ShadowTick tick, out ReadOnlySpan<float> chunk)
    {
        chunk = default;
        try
        {
            if (Infer(tick) is { } failed)
                return failed;
            _chunk.Resize(_runs.Raw.Rows, _runs.Raw.Width);
            Version.Policy.Unnormalizer.Apply(_runs.Raw.Values, _reader.Observation.Position, _chunk.Values);
            chunk = _chunk.Values;
            return null;
        }
#pragma warning disable CA1031 // It failed: a trial that is not told of it would take the version for well.
        catch (Exception bug)
#pragma warning restore CA1031
        {
            return Threw(bug);
        }
        finally
        {
            // Whatever it was not asked for is still open.
            _reader.Observation.Finish();
            _reader.Forget();
        }
    }

    public void Dispose()
    {
        try
        {
            _reader.Dispose();
            _runs.Dispose();
        }
        finally
        {
            Version.Leave();
        }
    }

    private GatewayError? Infer(ShadowTick tick)
    {
        _timings.Clear();
        if (_episode != tick.Episode)
            _runs.BeginEpisode();
        _episode = tick.Episode;
        _runs.Number = tick.Run;
        return _reader.Read(tick, _timings) ?? _runs.Run(_reader.Observation, _timings);
    }

    private GatewayError Threw(Exception bug)
    {
        string policy = Version.Policy.Name;
        if (!_hasThrown)
            Log.ShadowThrew(_logger, policy, bug);
        _hasThrown = true;
        return new GatewayError(ErrorCode.Internal, $"policy '{policy}' threw {bug.GetType().Name}: {bug.Message}");
    }
}
