using PolicyGate.Gateway.Errors;
using PolicyGate.Gateway.Policies;

namespace PolicyGate.Gateway.Observations;

/// <summary>What a robot has shown last, decoded once; its memory is kept from tick to tick.</summary>
internal sealed class Observation
{
    private readonly ObservationMoment[] _moments;
    private byte[] _task = [];
    private int _taskBytes;
    private IObservationSource? _source;

    /// <param name="needs">What is read into it.</param>
    /// <param name="memory">For pictures that cannot be read where they lie; null where it is not a robot's.</param>
    public Observation(ObservationNeeds needs, PictureMemory? memory = null)
    {
        Needs = needs;
        _moments = [.. needs.History.Select(_ => new ObservationMoment(needs.Cameras, memory))];
    }

    /// <summary>What is read into it.</summary>
    public ObservationNeeds Needs { get; }

    /// <summary>How its wire has pictures resized where the policy names no way of its own.</summary>
    public ResizeMethod ResizeHabit { get; init; } = ResizeHabits.OpenArm;

    /// <summary>Rises within an episode; null where the robot sends none.</summary>
    public long? Id { get; set; }

    /// <summary>As <see cref="ObservationNeeds.History"/> has them: the last is now.</summary>
    public ReadOnlySpan<ObservationMoment> Moments => _moments;

    public ObservationMoment Now => _moments[^1];

    /// <summary>Joint positions now.</summary>
    public ReadOnlySpan<float> Position => Now.Position;

    /// <summary>The pictures now.</summary>
    public ReadOnlySpan<CameraImage> Cameras => Now.Cameras;

    /// <summary>The instruction, UTF-8; empty where there is none.</summary>
    public ReadOnlySpan<byte> Task => _task.AsSpan(0, _taskBytes);

    /// <summary>Of all pictures that it holds.</summary>
    public long PictureBytes
    {
        get
        {
            long bytes = 0;
            foreach (ObservationMoment moment in _moments)
            {
                foreach (CameraImage camera in moment.Cameras)
                    bytes += camera.Bytes;
            }
            return bytes;
        }
    }

    /// <summary>Time spent reading so far, over all threads, in ticks of <see cref="TimeProvider"/>.</summary>
    public long ReadTime => _source?.Elapsed ?? 0;

    public Span<float> PreparePosition(int count) => Now.PreparePosition(count);

    public Span<byte> PrepareTask(int bytes)
    {
        if (_task.Length < bytes)
            _task = new byte[bytes];
        _taskBytes = bytes;
        return _task.AsSpan(0, bytes);
    }

    /// <summary>Says that pictures still lie somewhere, which is to be given up in the end.</summary>
    public void Attach(IObservationSource source) => _source = source;

    /// <summary>
    /// All of it that is used has been read, or <paramref name="failed"/>: no picture can be read any more.
    /// </summary>
    /// <returns>What kept it from being read whole, and it is empty then; null where all went well.</returns>
    public GatewayError? Finish(GatewayError? failed = null)
    {
        foreach (ObservationMoment moment in _moments)
            moment.GiveBack();
        IObservationSource? source = _source;
        _source = null;
        if (source is null || source.Finish(failed) is not { } error)
            return failed;
        // Positions out of a file that is half of one moment, half of another, are nothing to hold at.
        if (!ReferenceEquals(error, failed))
            Empty();
        return error;
    }

    /// <summary>The positions, where there are so many and all are finite; else empty.</summary>
    public ReadOnlySpan<float> FinitePosition(int count)
    {
        if (Position.Length != count)
            return [];
        foreach (float value in Position)
        {
            if (!float.IsFinite(value))
                return [];
        }
        return Position;
    }

    public void Clear()
    {
        Finish();
        Empty();
    }

    private void Empty()
    {
        Id = null;
        _taskBytes = 0;
        foreach (ObservationMoment moment in _moments)
            moment.Clear();
    }
}
