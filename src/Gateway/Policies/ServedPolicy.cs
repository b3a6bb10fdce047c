using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;
using PolicyGate.Abstractions;
using PolicyGate.Gateway.Binding;
using PolicyGate.Gateway.Chunks;
using PolicyGate.Gateway.Errors;
using PolicyGate.Gateway.Limits;
using PolicyGate.Gateway.Observations;
using PolicyGate.Gateway.Pictures;
using PolicyGate.Gateway.Telemetry;
using PolicyGate.Gateway.Workers;

namespace PolicyGate.Gateway.Policies;

/// <summary>
/// A loaded, warm policy: takes an observation in a robot's units, gives the raw chunk in the model's.
/// </summary>
internal sealed class ServedPolicy : IDisposable
{
    // One slot is filled while the other runs: more would only make observations older in line.
    private const int SlotsPerOwner = 2;

    // About ten times what a byte takes to be read and resized: three pictures of 720×1280 stand 83 ms back, and what
    // takes a tenth of a second stands behind all who may wait at all (Limits:QueueTime).
    private const double SecondsBehindPerByte = 10e-9;

    private readonly IPolicy _policy;
    private readonly PolicyBinding _binding;
    private readonly LimitsOptions _limits;
    private readonly TimeProvider _time;
    private readonly ILogger _logger;
    private readonly PolicyHealth _health;
    private readonly InferenceSlot[] _slots;
    private readonly InferenceQueue _queue;
    private readonly PictureCrew _crew;
    private readonly OwnerThread[] _owners;
    private readonly SlotRuns _runs;
    private readonly bool _immediate;
    private readonly DeadlineChoice _deadline;
    private readonly ConcurrentBag<IEpisode> _abandoned = [];
    private volatile bool _helpPays;

    /// <exception cref="PolicyLoadException">The backend has no inference of this shape.</exception>
    public ServedPolicy(
        LoadedPolicy loaded, PictureCrew crew, LimitsOptions limits, TimeProvider time, ILogger logger)
    {
        (_policy, _binding, _limits, _time, _logger) = (loaded.Policy, loaded.Binding, limits, time, logger);
        _crew = crew;
        Name = loaded.Name;
        Description = loaded.Description;
        Unnormalizer = loaded.Unnormalizer;
        _health = new PolicyHealth(Name);
        _deadline = new DeadlineChoice(Name, loaded.Deadline, Description.Control, limits);
        PolicyTraits traits = _policy.Traits;
        int owners = traits.SameThread ? 1 : traits.OwnerThreads;
        _immediate = traits is { Immediate: true, SameThread: false };
        var backend = new BackendCall(_health, logger);
        // Of an immediate policy each processor may have a robot at its slot.
        int slots = _immediate ? Math.Max(owners * SlotsPerOwner, Environment.ProcessorCount) : owners * SlotsPerOwner;
        _slots = CreateSlots(loaded, crew, slots);
        _queue = new InferenceQueue(Name, _slots, _immediate ? 0 : owners, limits.QueueTime, time);
        _runs = new SlotRuns(Name, _queue, backend, _immediate);
        foreach (InferenceSlot slot in _slots)
            slot.Fill.AlmostDone = _queue.Announce;
        _owners = new OwnerThread[_immediate ? 0 : owners];
        for (int i = 0; i < _owners.Length; i++)
            _owners[i] = new OwnerThread(Name, i + 1, _queue, backend);
    }

    public string Name { get; }

    public PolicyDescription Description { get; }

    /// <summary>Why the policy answers nobody any more; null while it is in service.</summary>
    public GatewayError? Fault => _health.Error;

    public PolicyIdentity Identity => _policy.Identity;

    /// <summary>Worker processes of it that have died so far; null where it runs in none.</summary>
    public long? WorkerDeaths => (_policy as WorkerPolicy)?.Supervisor.Deaths;

    /// <summary>Whether its answers go by nothing but what it is shown, and the seed.</summary>
    public bool Deterministic => _policy.Traits.Deterministic;

    /// <summary>Whether its answers go by what it was shown before in the episode.</summary>
    public bool Remembers => _policy is IStatefulPolicy;

    public ObservationNeeds Needs => _binding.Needs;

    /// <summary>
    /// How long a run may take; null where robots' own threads run the policy, which nothing can call back.
    /// </summary>
    public RunDeadline? Deadline => _immediate ? null : _deadline.Chosen;

    /// <summary>Brings a raw row back to the robot's units.</summary>
    public ActionUnnormalizer Unnormalizer { get; }

    /// <summary>Rows and values of a row of every chunk.</summary>
    public (int Rows, int Width) ChunkShape => (_binding.ChunkRows, _binding.ActionWidth);

    /// <summary>Whether somebody waits for it.</summary>
    public bool HasLine => _queue.HasLine;

    /// <summary>What the policy remembers of one robot; null where it remembers nothing.</summary>
    public IEpisode? CreateEpisode() => (_policy as IStatefulPolicy)?.CreateEpisode();

    /// <summary>
    /// Runs the policy on every slot, so that no robot waits for what an engine and the compiler do the first time;
    /// then some times more, to see what deadline it can keep.
    /// </summary>
    public GatewayError? WarmUp()
    {
        Observation blank = BlankObservation.For(Description, Needs);
        var warmUp = new PolicyWarmUp(_queue, _runs, _limits, _time);
        if (warmUp.Run(_slots.Length, blank, CreateEpisode(), _immediate ? null : _deadline) is { } error)
            return error;
        if (_deadline.Needs is { } needed)
            Log.SlowerThanWanted(_logger, Name, needed.TotalMilliseconds, _deadline.Wanted, _deadline.Chosen);
        return null;
    }

    /// <summary>
    /// Whether the policy takes an observation of this robot at all. Nothing that its late run may be using, the
    /// episode above all, may be touched when not.
    /// </summary>
    public GatewayError? Refuse(InferenceTicket ticket)
    {
        if (_health.Error is { } fault)
            return fault;
        return !ticket.IsLate ? _queue.Stuck : new GatewayError(ErrorCode.DeadlineExceeded,
            $"policy '{Name}' is still at work on an earlier observation of this robot, for which it had"
            + $" {ticket.Allowed}");
    }

    /// <summary>
    /// An observation is about to come; what will help with its pictures wakes up meanwhile, or what runs it where it
    /// has none: its last picture would wake that.
    /// </summary>
    public void Announce()
    {
        if (_helpPays)
            _crew.Announce();
        if (Needs.Cameras.Count == 0)
            _slots[0].Fill.Announce();
    }

    /// <summary>One inference.</summary>
    /// <param name="ticket">The robot's own; what it waits with.</param>
    /// <param name="observation">Made for <see cref="Needs"/>.</param>
    /// <param name="episode">From <see cref="CreateEpisode"/>, the robot's own.</param>
    /// <param name="seed">For policies that draw at random.</param>
    /// <param name="raw">Receives the chunk in the model's units.</param>
    /// <param name="timings">Wait, resize and run are filled in.</param>
    public GatewayError? Infer(
        InferenceTicket ticket, Observation observation, IEpisode? episode, ulong seed, ActionChunk raw,
        TickTimings timings)
    {
        if (Refuse(ticket) is { } refused)
            return refused;
        long begun = _time.GetTimestamp();
        ticket.Came = begun;
        ticket.Turn = begun + (long)(observation.PictureBytes * SecondsBehindPerByte * _time.TimestampFrequency);
        if (_queue.Rent(ticket) is { } overload)
            return overload;
        try
        {
            long granted = _time.GetTimestamp();
            timings.Wait = granted - begun;
            // Whoever helps robots with their pictures helps no shadow.
            if (ticket.Slot!.Fill.Run(observation, alone: ticket.Yields) is { } unfit)
                return unfit;
            long filled = _time.GetTimestamp();
            ticket.Slot!.Fill.Share(filled - granted, timings);
            if (!ticket.Yields)
                _helpPays = ticket.Slot!.Fill.WorthHelp;
            GatewayError? failed = _runs.Run(ticket, seed, episode, _deadline.Chosen);
            timings.Run = _time.GetTimestamp() - filled;
            if (failed is null)
                CopyAction(ticket.Slot!.Inference, raw);
            return failed;
        }
        finally
        {
            // Even where the backend's accessors throw: a slot that is not returned is lost to every robot.
            if (ticket.State is TicketState.Granted or TicketState.Done)
                _queue.Return(ticket);
        }
    }

    /// <summary>
    /// Frees it, unless the backend is still writing into its buffers <see cref="LimitsOptions.DrainTime"/> from now:
    /// to free them then would corrupt the process, which is about to end.
    /// </summary>
    public void Dispose()
    {
        if (!TryDispose(_limits.DrainTime))
            Log.StillRunning(_logger, Name, _limits.DrainTime);
    }

    /// <summary>Frees it when its last run has returned, however long that takes. No robot is at it any more.</summary>
    public void DisposeWhenIdle()
    {
        if (TryDispose(_limits.DrainTime))
            return;
        Log.FreedLater(_logger, Name, _limits.DrainTime);
        TryDispose(Timeout.InfiniteTimeSpan);
    }

    /// <summary>Its backend threw on a robot's thread; it stays in service.</summary>
    public void Threw(Exception bug) => Log.RobotsRunThrew(_logger, Name, bug);

    /// <summary>A robot has left while its run was late, which may still be using what is remembered of it.</summary>
    /// <param name="episode">The policy's from here on.</param>
    public void Abandon(IEpisode episode) => _abandoned.Add(episode);

    private bool TryDispose(TimeSpan limit)
    {
        _queue.Stop();
        foreach (OwnerThread owner in _owners)
        {
            if (!owner.Join(limit))
                return false;
        }
        // A robot's thread may still be filling or reading one.
        if (!_queue.HasAllSlots)
            return false;
        try
        {
            while (_abandoned.TryTake(out IEpisode? episode))
                episode.Dispose();
            foreach (InferenceSlot slot in _slots)
                slot.Dispose();
            _policy.Dispose();
        }
#pragma warning disable CA1031 // A plugin's bug must not keep the others from closing.
        catch (Exception bug)
#pragma warning restore CA1031
        {
            Log.DisposeThrew(_logger, Name, bug);
        }
        return true;
    }

    private static InferenceSlot[] CreateSlots(LoadedPolicy loaded, PictureCrew crew, int count)
    {
        var slots = new List<InferenceSlot>(count);
        try
        {
            while (slots.Count < count)
            {
                IInference inference = loaded.Policy.CreateInference(loaded.Shape);
                slots.Add(new InferenceSlot(inference, new InputFill(loaded.Binding, inference, crew)));
            }
            return [.. slots];
        }
        catch
        {
            // The policy is disposed next, and that only after each of its inferences.
            slots.ForEach(slot => slot.Dispose());
            throw;
        }
    }

    private void CopyAction(IInference inference, ActionChunk raw)
    {
        raw.Resize(_binding.ChunkRows, _binding.ActionWidth);
        _binding.ReadAction(inference, raw.Values);
    }
}
