using PolicyGate.Gateway.Errors;
using PolicyGate.Gateway.Policies;

namespace PolicyGate.Gateway.Routes;

/// <summary>
/// By which policy one robot is answered: chosen between two ticks, by its route's split, by what failed, by what was
/// swapped. Used by the robot's thread.
/// </summary>
/// <remarks>
/// A seat is taken anew, with its own observation and episode, and the one before is given up: while nothing changes a
/// choice costs two comparisons.
/// </remarks>
internal sealed class RobotSeats : IDisposable
{
    private readonly Route _route;
    private readonly SeatTerms _terms;
    private readonly long _robot;
    private readonly FallbackState _fallback;
    private PolicyVersion? _unfit;
    private PolicyVersion? _failed;
    private long _episode = -1;
    private int _arm;

    /// <param name="route">Settled.</param>
    /// <param name="terms">Of the robot's wire.</param>
    /// <exception cref="InvalidOperationException">The route has no policy.</exception>
    public RobotSeats(Route route, SeatTerms terms)
    {
        (_route, _terms) = (route, terms);
        _robot = route.Admit();
        _fallback = new FallbackState(route.Config.Fallback, route.Fallbacks.Count);
        _arm = route.ArmOf(_robot, episode: 0);
        Now = Take(route.Arms[_arm])
            ?? throw new InvalidOperationException($"route '{route.Name}': its policy is not loaded");
    }

    /// <summary>By which the robot came.</summary>
    public Route Route => _route;

    /// <summary>Names the robot in logs.</summary>
    public string Robot => _terms.Robot;

    /// <summary>The one that answers the tick under way.</summary>
    public PolicySeat Now { get; private set; }

    /// <summary>
    /// The policy that ought to answer and does not, for having failed: it is tried beside until it runs well again.
    /// Null while it does answer.
    /// </summary>
    public PolicyHandle? Failing => _fallback.Level == 0 ? null : _route.Arms[_arm];

    /// <summary>Between two ticks: which policy answers the next.</summary>
    /// <param name="begins">Whether an episode begins with it.</param>
    /// <returns>Whether it is another than before: what was read of an observation is not for it.</returns>
    public bool Choose(bool begins)
    {
        if (begins)
            BeginEpisode();
        Return(begins);
        PolicyHandle wanted = _fallback.Level == 0 ? _route.Arms[_arm] : _route.Fallbacks[_fallback.Level - 1];
        PublishedPolicy published = wanted.Published!;
        if (published.Version == Now.Version || published.Version == _unfit)
            return false;
        if (wanted == Now.Handle && !begins && published.Takeover is Takeover.Episode)
            return false;
        return TryChange(wanted, published.Version);
    }

    /// <summary>The policy has answered.</summary>
    public void Succeeded() => _fallback.Succeeded();

    /// <summary>Its run has failed, or was late. What the robot sent is not the policy's fault.</summary>
    public void Failed(GatewayError error)
    {
        if (error.Code is ErrorCode.InvalidArgument or ErrorCode.NotFound or ErrorCode.Cancelled)
            return;
        if (_fallback.Level == 0)
            _failed = Now.Version;
        if (_fallback.Failed() && _terms.Log.Spend())
            Log.FallingBack(_terms.Logger, _terms.Robot, Now.Policy.Name, _fallback.Level, error.Message);
    }

    /// <summary><see cref="Failing"/> was tried beside, on this robot's observation. By any thread.</summary>
    /// <param name="well">Whether it answered, in time.</param>
    public void Tried(bool well) => _fallback.Tried(well);

    public void Dispose() => GiveUp(Now);

    private void BeginEpisode()
    {
        _episode++;
        int arm = _route.ArmOf(_robot, _episode);
        if (arm != _arm)
            _fallback.Clear();
        _arm = arm;
        _unfit = null;
    }

    /// <summary>Back from the fallback: the policy runs well again, or another version is in its place.</summary>
    private void Return(bool begins)
    {
        if (_fallback.Level == 0)
            return;
        PublishedPolicy published = _route.Arms[_arm].Published!;
        if (published.Version != _failed && (begins || published.Takeover is Takeover.Now))
            _fallback.Clear();
        else if (_fallback.TryReturn() && _terms.Log.Spend())
            Log.BackAgain(_terms.Logger, _terms.Robot, _route.Arms[_arm].Name, _route.Config.Fallback.GoodTicks);
    }

    private bool TryChange(PolicyHandle handle, PolicyVersion version)
    {
        if (_terms.Fits(version.Policy) is { } unfit)
        {
            Stay(version, unfit);
            return false;
        }
        if (Take(handle, version) is not { } seat)
            return false;
        seat.Runs.Number = Now.Runs.Number;
        PolicySeat before = Now;
        Now = seat;
        GiveUp(before);
        if (_terms.Log.Spend())
            Log.Seated(_terms.Logger, _terms.Robot, handle.Name, version.Number, before.Handle.Name,
                before.Version.Number);
        return true;
    }

    private PolicySeat? Take(PolicyHandle handle) =>
        handle.Published is { } published ? Take(handle, published.Version) : null;

    /// <returns>Null where there is no place: it was swapped this moment, and the next tick looks again.</returns>
    private PolicySeat? Take(PolicyHandle handle, PolicyVersion version)
    {
        if (!version.TryEnter())
            return null;
        try
        {
            return new PolicySeat(handle, version, _terms.Observe(version.Policy));
        }
        catch (Exception bug)
        {
            version.Leave();
            // The first seat of all: its wire tells the robot.
            if (Now is null)
                throw;
            Stay(version, new GatewayError(ErrorCode.Internal,
                $"policy '{handle.Name}' could not begin an episode: {bug.GetType().Name}: {bug.Message}"));
            return null;
        }
    }

    /// <summary>The robot keeps its policy until its next episode, or until another version comes.</summary>
    private void Stay(PolicyVersion version, GatewayError why)
    {
        _unfit = version;
        if (_terms.Log.Spend())
            Log.Unfit(_terms.Logger, _terms.Robot, Now.Policy.Name, version.Policy.Name, version.Number, why.Message);
    }

    private void GiveUp(PolicySeat seat)
    {
        try
        {
            seat.Observation.Clear();
            seat.Dispose();
        }
#pragma warning disable CA1031 // An episode is the backend's: its bug must not end the robot's connection.
        catch (Exception bug)
#pragma warning restore CA1031
        {
            Log.EpisodeThrew(_terms.Logger, _terms.Robot, seat.Policy.Name, bug);
        }
    }
}
