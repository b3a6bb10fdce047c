using System.Buffers.Binary;

namespace PolicyGate.RobotClient.OpenArm.Drive;

/// <summary>One robot's observations: frames in turn, laid into files, and the request lines that name them.</summary>
internal sealed class FrameShow : IDisposable
{
    // As the stock node keeps them.
    private const int KeptFiles = 5;

    // At which joints move where there is no pace to go by.
    private const double FreeRunningHz = 30;

    private readonly DriveOptions _options;
    private readonly IReadOnlyList<DriveFrame> _frames;
    private readonly SineMotion _motion;
    private readonly ReusedFiles? _reused;
    private readonly ObservationFolder? _folder;
    private readonly OpenArmRequestWriter _requests = new();
    private readonly byte[] _id = new byte[sizeof(long)];
    private long _episodeBegan;

    /// <param name="options">Of the run.</param>
    /// <param name="frames">At least one.</param>
    /// <param name="joints">Of the robot.</param>
    /// <param name="robot">From 0; each moves differently.</param>
    public FrameShow(DriveOptions options, IReadOnlyList<DriveFrame> frames, int joints, int robot)
    {
        (_options, _frames) = (options, frames);
        _motion = new SineMotion(joints, new Random(options.Seed + robot));
        if (options.Reuse > 0)
            _reused = new ReusedFiles(frames.Take(options.Reuse));
        else
            _folder = new ObservationFolder(parent: null, KeptFiles);
    }

    /// <summary>Lays the observation ready.</summary>
    /// <param name="number">From 0.</param>
    /// <param name="timestamp">When it is made, in nanoseconds since 1970.</param>
    /// <param name="reset">Whether an episode begins with it.</param>
    /// <returns>The request line with its end; valid until the next call.</returns>
    public ReadOnlyMemory<byte> Next(long number, long timestamp, out bool reset)
    {
        int index = (int)(number % (_reused?.Count ?? _frames.Count));
        DriveFrame frame = _frames[index];
        reset = number == 0 || frame.First || (_options.ResetEvery > 0 && number % _options.ResetEvery == 0);
        if (reset)
            _episodeBegan = number;
        FilePatch patch = Patch(frame, number);
        string path = _reused?.Show(index, patch) ?? _folder!.Write(frame.File.Span, patch);
        return _requests.Write(path, new OpenArmObservation(frame.File, frame.Metadata, reset), timestamp);
    }

    public void Dispose()
    {
        _requests.Dispose();
        _reused?.Dispose();
        _folder?.Dispose();
    }

    private FilePatch Patch(DriveFrame frame, long number)
    {
        if (frame.Slots is not { } slots)
            return default;
        BinaryPrimitives.WriteInt64LittleEndian(_id, number - _episodeBegan);
        double hz = _options.RateHz > 0 ? _options.RateHz : FreeRunningHz;
        return new FilePatch(slots.PositionAt, _motion.At(number / hz), slots.IdAt, _id);
    }
}
