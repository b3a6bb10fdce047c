using PolicyGate.Abstractions;
using PolicyGate.Gateway.Errors;
using PolicyGate.Gateway.Observations;
using PolicyGate.Gateway.Pictures;
using PolicyGate.Gateway.Telemetry;

namespace PolicyGate.Gateway.Binding;

/// <summary>
/// Writes one inference's inputs from an observation: state and task on the robot's own thread, pictures in bands by
/// all who help. Its memory is kept; one observation at a time.
/// </summary>
internal sealed class InputFill : PictureWork
{
    // Waking a thread costs some 50 µs: about what 256 KiB take to be read and resized.
    private const int WorthHelpBytes = 512 << 10;

    private readonly PolicyBinding _binding;
    private readonly IInference _inference;
    private readonly IAnnouncedInference? _announced;
    private readonly PictureCrew _crew;
    // By wire's habit; made when the first observation of that wire comes.
    private readonly PictureJob[]?[] _jobsOfHabits;
    private readonly int[] _ends;
    private int _habit;
    private PictureJob[] _jobs = [];
    private GatewayError? _error;
    private long _readTime;

    public InputFill(PolicyBinding binding, IInference inference, PictureCrew crew)
    {
        (_binding, _inference, _crew) = (binding, inference, crew);
        _announced = inference as IAnnouncedInference;
        _jobsOfHabits = new PictureJob[]?[binding.ResizeHabits.Count];
        _ends = new int[binding.Images(0).Length];
    }

    /// <summary>Called on any thread when the last band of the pictures is begun.</summary>
    public Action? AlmostDone { get; set; }

    /// <summary>Whether the last observation's pictures were so large that helpers were woken.</summary>
    public bool WorthHelp { get; private set; }

    /// <summary>
    /// Writes every input of the model and gives the observation's file up; allocates nothing once warm.
    /// </summary>
    /// <param name="observation">Made for the binding's needs.</param>
    /// <param name="alone">Whether nobody helps with its pictures.</param>
    /// <returns>What does not fit, after which the inputs are not fit to run.</returns>
    public GatewayError? Run(Observation observation, bool alone = false) =>
        observation.Finish(Fill(observation, alone));

    /// <summary>Shares the time that <see cref="Run"/> took out to reading and resizing.</summary>
    /// <param name="elapsed">By the robot's clock: less than the threads were busy, where some helped.</param>
    /// <param name="timings">Receives both.</param>
    public void Share(long elapsed, TickTimings timings)
    {
        long read = Busy == 0 ? 0 : (long)(elapsed * Math.Min(1, _readTime / (double)Busy));
        timings.Read += read;
        timings.Resize = elapsed - read;
    }

    /// <summary>A run is about to come: whoever sleeps until it does is woken now.</summary>
    public void Announce()
    {
        AlmostDone?.Invoke();
        _announced?.Announce();
    }

    protected override void BeginLast() => Announce();

    protected override void Do(int part)
    {
        if (Volatile.Read(ref _error) is not null)
            return;
        int job = 0;
        while (part >= _ends[job])
            job++;
        int band = part - (job == 0 ? 0 : _ends[job - 1]);
        GatewayError? error = Guarded(job, band);
        if (error is not null)
            Interlocked.CompareExchange(ref _error, error, null);
    }

    private GatewayError? Fill(Observation observation, bool alone)
    {
        foreach (InputBinding input in _binding.Inputs)
        {
            if (input.Fill(observation, _inference) is { } error)
                return error;
        }
        if (_ends.Length == 0)
            return null;
        _habit = _binding.HabitOf(observation);
        _jobs = _jobsOfHabits[_habit] ??= CreateJobs(_binding.Images(_habit));
        (int parts, long bytes) = (0, 0);
        for (int i = 0; i < _jobs.Length; i++)
        {
            if (_binding.Images(_habit)[i].Find(observation, out CameraImage? image) is { } error)
                return error;
            parts += _jobs[i].Begin(image!);
            _ends[i] = parts;
            bytes += image!.Bytes;
        }
        _error = null;
        long readBefore = observation.ReadTime;
        Lay(parts);
        WorthHelp = parts > 1 && bytes >= WorthHelpBytes;
        _crew.Do(this, WorthHelp && !alone);
        _readTime = observation.ReadTime - readBefore;
        return _error;
    }

    private static PictureJob[] CreateJobs(ReadOnlySpan<ImageBinding> images)
    {
        var jobs = new PictureJob[images.Length];
        for (int i = 0; i < jobs.Length; i++)
            jobs[i] = images[i].CreateJob();
        return jobs;
    }

    private GatewayError? Guarded(int job, int band)
    {
        try
        {
            GatewayError? error = _jobs[job].Do(band, out bool complete);
            if (complete)
                _binding.Images(_habit)[job].Fill(_jobs[job], _inference);
            return error;
        }
#pragma warning disable CA1031 // On a thread that serves other robots too: a bug costs this tick.
        catch (Exception bug)
#pragma warning restore CA1031
        {
            return new GatewayError(ErrorCode.Internal,
                $"a bug in the gateway: {bug.GetType().Name} while a picture was resized: {bug.Message}");
        }
    }
}
