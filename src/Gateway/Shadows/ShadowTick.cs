using System.Numerics;
using PolicyGate.Gateway.Binding;
using PolicyGate.Gateway.Chunks;
using PolicyGate.Gateway.Observations;
using PolicyGate.Gateway.Policies;
using PolicyGate.Gateway.Routes;

namespace PolicyGate.Gateway.Shadows;

/// <summary>
/// One tick on its way to a shadow: what its robot sent, and what the policy that answers made of it. Its memory is
/// kept for the next.
/// </summary>
/// <param name="memory">All shadows'.</param>
internal sealed class ShadowTick(ShadowMemory memory)
{
    // Of a request line; a LeRobot robot's messages are some hundred KiB, and grow to their size once.
    private const int LeastBytes = 4096;

    private readonly ActionChunk _raw = new();
    private readonly ActionChunk _served = new();
    private byte[] _bytes = [];
    private float[] _position = [];
    private int _requestBytes;
    private int _observationBytes;
    private int _joints;
    private KeptFile? _file;
    private ActionUnnormalizer? _unnormalizer;

    /// <summary>Whose it is; null where there is none.</summary>
    public RobotShadows? Robot { get; private set; }

    /// <summary>The policy that answers; null where there is no tick.</summary>
    public ServedPolicy? AnsweredBy { get; private set; }

    /// <summary>The robot's, from 0: a shadow that missed where one begins knows it all the same.</summary>
    public long Episode { get; private set; }

    /// <summary>Of the policy that answers: what is drawn at random is drawn alike.</summary>
    public ulong Run { get; private set; }

    public ReadOnlySpan<byte> Observation => _bytes.AsSpan(_requestBytes, _observationBytes);

    /// <summary>Its own bytes: reading may change them.</summary>
    public Span<byte> Request => _bytes.AsSpan(0, _requestBytes);

    public long ServedInterval => _raw.IntervalNanoseconds;

    /// <summary>Copies a tick. By the robot's thread.</summary>
    /// <returns>False where there is no room for it; nothing is held then.</returns>
    public bool TryFill(RobotShadows robot, long episode, in ShadowInput input)
    {
        if (!Reserve(input.Request.Length + input.Observation.Length))
            return false;
        if (input.File is { } file && !TryShare(file))
            return false;
        (_requestBytes, _observationBytes) = (input.Request.Length, input.Observation.Length);
        input.Request.CopyTo(_bytes);
        input.Observation.CopyTo(_bytes.AsSpan(_requestBytes));
        (Robot, Episode) = (robot, episode);
        CopyServed(robot.Seats.Now, input.Ran);
        return true;
    }

    /// <summary>The file goes to whoever reads it; null where there is none.</summary>
    public KeptFile? TakeFile()
    {
        KeptFile? file = _file;
        _file = null;
        if (file is { } taken)
            memory.Return(taken.Bytes);
        return file;
    }

    /// <summary>What the robot's policy made of it, in the robot's units.</summary>
    /// <param name="width">Values of a row.</param>
    /// <returns>Empty where it made nothing, or rows of another width.</returns>
    public ReadOnlySpan<float> Served(int width)
    {
        if (_unnormalizer is null || _raw.Width != width)
            return default;
        _served.Resize(_raw.Rows, _raw.Width);
        _unnormalizer.Apply(_raw.Values, _position.AsSpan(0, _joints), _served.Values);
        return _served.Values;
    }

    /// <summary>It was run, or will not be.</summary>
    public void Clear()
    {
        ObservationFile.Close(TakeFile());
        (Robot, AnsweredBy, _unnormalizer) = (null, null, null);
    }

    /// <summary>Gives its memory up; nothing is filled any more.</summary>
    public void Free()
    {
        Clear();
        memory.Return(_bytes.Length);
        _bytes = [];
    }

    private bool Reserve(int bytes)
    {
        if (_bytes.Length >= bytes)
            return true;
        memory.Return(_bytes.Length);
        _bytes = [];
        uint wanted = BitOperations.RoundUpToPowerOf2((uint)Math.Max(bytes, LeastBytes));
        int rounded = (int)Math.Min(wanted, Array.MaxLength);
        int taken = memory.TryTake(rounded) ? rounded : memory.TryTake(bytes) ? bytes : 0;
        if (taken == 0)
            return false;
        try
        {
            _bytes = new byte[taken];
            return true;
        }
        catch (OutOfMemoryException)
        {
            memory.Return(taken);
            return false;
        }
    }

    private bool TryShare(KeptFile file)
    {
        if (!memory.TryTake(file.Bytes))
            return false;
        _file = ObservationFile.Share(file);
        if (_file is null)
            memory.Return(file.Bytes);
        return _file is not null;
    }

    private void CopyServed(PolicySeat seat, bool ran)
    {
        AnsweredBy = seat.Policy;
        Run = seat.Runs.Number - 1;
        _raw.IntervalNanoseconds = seat.Policy.Description.Control.IntervalNanoseconds;
        if (!ran || !seat.Runs.Answered)
            return;
        _unnormalizer = seat.Policy.Unnormalizer;
        _raw.Resize(seat.Runs.Raw.Rows, seat.Runs.Raw.Width);
        seat.Runs.Raw.Values.CopyTo(_raw.Values);
        ReadOnlySpan<float> position = seat.Observation.Position;
        if (_position.Length < position.Length)
            _position = new float[position.Length];
        position.CopyTo(_position);
        _joints = position.Length;
    }
}
