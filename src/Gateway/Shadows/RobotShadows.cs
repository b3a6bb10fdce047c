using System.Numerics;
using PolicyGate.Gateway.Errors;
using PolicyGate.Gateway.Policies;
using PolicyGate.Gateway.Routes;
using PolicyGate.Gateway.Sessions;

namespace PolicyGate.Gateway.Shadows;

/// <summary>One robot's ticks, on their way to whoever follows them. Used by the robot's thread.</summary>
/// <remarks>
/// For each request: <see cref="Begin"/>, before anything changes its bytes; when the answer is out, <see cref="End"/>.
/// It never waits, throws nothing and, once warm, takes nothing of the managed heap: a shadow must never end a robot.
/// </remarks>
internal sealed class RobotShadows : IDisposable
{
    private readonly ShadowRunner _runner;
    private readonly LogBudget _log;
    private byte[] _request = [];
    private int _requestBytes;
    private long _episode;
    private ulong _firstRun;
    private volatile bool _gone;

    /// <param name="runner">The gateway's.</param>
    /// <param name="seats">The robot's.</param>
    /// <param name="readerOf">How its ticks are read for a policy.</param>
    public RobotShadows(ShadowRunner runner, RobotSeats seats, Func<ServedPolicy, IShadowReader> readerOf) =>
        (_runner, _log, Seats, ReaderOf) = (runner, runner.NewLog(), seats, readerOf);

    public RobotSeats Seats { get; }

    /// <summary>How its ticks are read for a policy. By shadows' threads.</summary>
    public Func<ServedPolicy, IShadowReader> ReaderOf { get; }

    /// <summary>Whether it has left. By any thread.</summary>
    public bool Gone => _gone;

    /// <summary>Whether somebody follows the tick under way.</summary>
    public bool Wants { get; private set; }

    /// <summary>A request has come.</summary>
    /// <param name="request">Its bytes, copied where they will be needed; none where its observation says all.</param>
    public void Begin(ReadOnlySpan<byte> request)
    {
        try
        {
            Wants = _runner.Follow(Seats);
            if (Wants)
                Keep(request);
        }
#pragma warning disable CA1031 // Whatever is wrong with a shadow costs its look at this tick.
        catch (Exception bug)
#pragma warning restore CA1031
        {
            Wants = false;
            Tell(bug);
        }
    }

    /// <summary>The answer is out: the tick goes to all who follow it and have room.</summary>
    /// <param name="input">Without its request.</param>
    public void End(in ShadowInput input)
    {
        if (input.BeginsEpisode)
            _episode++;
        if (!Wants || (input.File is null && input.Observation.IsEmpty))
            return;
        // Its number goes on over a change of seats: one who was seated anew has not run by that.
        bool ran = Seats.Now.Runs.Number > _firstRun;
        if (!WasWanted(input.Answer, ran))
            return;
        try
        {
            _runner.Hand(this, _episode, new ShadowInput
            {
                Answer = input.Answer,
                BeginsEpisode = input.BeginsEpisode,
                Ran = ran,
                Request = _request.AsSpan(0, _requestBytes),
                Observation = input.Observation,
                File = input.File,
            });
        }
#pragma warning disable CA1031 // As above.
        catch (Exception bug)
#pragma warning restore CA1031
        {
            Tell(bug);
        }
    }

    public void Dispose()
    {
        _gone = true;
        _runner.Wake();
    }

    /// <summary>
    /// Whether the tick is one for a policy: neither pacing nor a bad observation has kept it from that. One that is
    /// stuck was not run, and what is tried beside it must be.
    /// </summary>
    private static bool WasWanted(in TickAnswer answer, bool ran) => answer.Error is { } error
        ? error.Code is not (ErrorCode.InvalidArgument or ErrorCode.NotFound or ErrorCode.Cancelled)
        : ran;

    private void Keep(ReadOnlySpan<byte> request)
    {
        _firstRun = Seats.Now.Runs.Number;
        if (_request.Length < request.Length)
            _request = new byte[BitOperations.RoundUpToPowerOf2((uint)request.Length)];
        request.CopyTo(_request);
        _requestBytes = request.Length;
    }

    private void Tell(Exception bug)
    {
        if (_log.Spend())
            Log.HandOverThrew(_runner.Logger, Seats.Robot, bug);
    }
}
