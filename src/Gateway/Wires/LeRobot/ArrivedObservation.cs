using PolicyGate.Formats.LeRobot;
using PolicyGate.Formats.Pickle;
using PolicyGate.Gateway.Errors;
using PolicyGate.Gateway.Limits;
using PolicyGate.Gateway.Observations;
using PolicyGate.Gateway.Sessions;
using PolicyGate.Gateway.Telemetry.Spans;

namespace PolicyGate.Gateway.Wires.LeRobot;

/// <summary>
/// One observation of a robot, from its first byte to its answer: the message, what was found in it, checked. A robot
/// has a few of them, and their memory is kept.
/// </summary>
internal sealed class ArrivedObservation(LimitsOptions limits, RobotShare memory)
{
    private const int Channels = 3;

    // Nine million years at 1 kHz; its actions' timesteps are still integers.
    private const long LastTimestep = 1L << 48;

    private static ReadOnlySpan<byte> TaskKey => "task"u8;

    private readonly TimedObservationReader _reader = new(LeRobotLimits.OfObservation(limits));
    private byte[] _bytes = [];
    private float[] _state = [];
    private PickleArray[] _pictures = [];
    private int _joints;

    /// <summary>Joins its parts.</summary>
    public ObservationParts Parts { get; } = new();

    /// <summary>Bytes of the message so far.</summary>
    public int Length { get; private set; }

    public long Timestep => _reader.Timestep;

    public double Timestamp => _reader.Timestamp;

    public bool MustGo => _reader.MustGo;

    public LeRobotModule Module => _reader.Module;

    public ReadOnlySpan<float> State => _state.AsSpan(0, _joints);

    /// <summary>When its last byte had come, by both clocks.</summary>
    public TickInstant Arrived { get; set; }

    /// <summary>The span of the robot's own that it was sent in.</summary>
    public TraceParent Parent { get; set; }

    /// <summary>The message as it came.</summary>
    public ReadOnlySpan<byte> Bytes => _bytes.AsSpan(0, Length);

    /// <summary>What finding it in its bytes took.</summary>
    public long DecodeTime { get; set; }

    /// <summary>Room for more of the message; what came stays.</summary>
    /// <param name="count">Bytes that come next.</param>
    /// <param name="expected">Of the whole message, as far as can be guessed.</param>
    /// <param name="room">For those that come next.</param>
    public GatewayError? Reserve(int count, int expected, out Memory<byte> room)
    {
        room = default;
        long needed = (long)Length + count;
        if (needed > Math.Min(limits.ObservationBytes, Array.MaxLength))
        {
            return new GatewayError(ErrorCode.Overloaded,
                $"the observation is longer than {limits.ObservationBytes} bytes (Limits:ObservationBytes); send"
                + " smaller or fewer pictures");
        }
        if (needed > _bytes.Length && Grow((int)needed, expected) is { } full)
            return full;
        room = _bytes.AsMemory(Length, count);
        return null;
    }

    /// <summary>So many bytes have come into the room.</summary>
    public void Advance(int count) => Length += count;

    /// <summary>Whose parts were read of it last.</summary>
    public RobotFeatures? ReadFor { get; private set; }

    /// <summary>Reads the whole message and checks what the policy uses of it; again, for another policy.</summary>
    public GatewayError? Read(RobotFeatures features)
    {
        ReadFor = features;
        if (_reader.Read(_bytes.AsMemory(0, Length)) is { } fault)
            return fault.ToPickleError();
        if (Timestep > LastTimestep)
        {
            return new GatewayError(ErrorCode.InvalidArgument,
                $"the observation's timestep is {Timestep}, expected at most {LastTimestep}");
        }
        _joints = 0;
        if (_state.Length < features.Joints.Length)
            _state = new float[features.Joints.Length];
        if (_pictures.Length < features.Cameras.Length)
            _pictures = new PickleArray[features.Cameras.Length];
        foreach (byte[] joint in features.Joints)
        {
            if (ReadJoint(joint, out _state[_joints++]) is { } error)
                return error;
        }
        for (int i = 0; i < features.Cameras.Length; i++)
        {
            if (ReadPicture(features.Cameras[i], out _pictures[i]) is { } error)
                return error;
        }
        return null;
    }

    /// <summary>Hands it to the policy; pictures stay where they are, so this must stay as it is meanwhile.</summary>
    public void CopyTo(Observation observation, RobotFeatures features)
    {
        observation.Clear();
        observation.Id = Timestep;
        State.CopyTo(observation.PreparePosition(_joints));
        ReadOnlySpan<CameraImage> cameras = observation.Cameras;
        for (int i = 0; i < features.Cameras.Length; i++)
            Show(_pictures[i], cameras[features.Cameras[i].Place]);
        if (observation.Needs.Task && _reader.Find(TaskKey) is >= 0 and int task
            && _reader.TryText(task, out ReadOnlySpan<byte> utf8))
        {
            utf8.CopyTo(observation.PrepareTask(utf8.Length));
        }
    }

    /// <summary>It was answered, or will not be: its memory goes back.</summary>
    public void Clear()
    {
        if (_bytes.Length > 0)
            memory.Return(_bytes);
        (_bytes, Length, _joints, ReadFor, Parent) = ([], 0, 0, null, default);
        Array.Clear(_pictures);
    }

    private GatewayError? Grow(int needed, int expected)
    {
        // A part's worth beyond: who grows once mostly grows again.
        long wanted = Math.Max(Math.Max(needed, expected), Math.Min(2L * _bytes.Length, limits.ObservationBytes));
        if (!memory.TryRent((int)Math.Min(wanted, Array.MaxLength), out byte[] larger)
            && !memory.TryRent(needed, out larger))
        {
            return new GatewayError(ErrorCode.Overloaded,
                $"an observation of {needed} bytes or more has no room: all robots' together have at most"
                + $" {limits.MessageBytes}, one robot's a quarter of that (Limits:MessageBytes)");
        }
        _bytes.AsSpan(0, Length).CopyTo(larger);
        if (_bytes.Length > 0)
            memory.Return(_bytes);
        _bytes = larger;
        return null;
    }

    private GatewayError? ReadJoint(byte[] key, out float position)
    {
        position = 0;
        int value = _reader.Find(key);
        if (value < 0)
            return Wrong(key, "is missing", "the robot's features name it");
        if (!_reader.TryNumber(value, out double number))
            return Wrong(key, $"is {_reader.Describe(value)}", "expected a number");
        // As numpy.array(values, dtype=float32) has it.
        position = (float)number;
        return float.IsFinite(position) ? null : Wrong(key, $"is {number}", "expected a finite float32");
    }

    private GatewayError? ReadPicture(RobotCamera camera, out PickleArray picture)
    {
        picture = default;
        int value = _reader.Find(camera.Key);
        if (value < 0)
            return Wrong(camera.Key, "is missing", "the robot's features name this camera and the policy needs it");
        if (!_reader.TryArray(value, out picture))
            return Wrong(camera.Key, $"is {_reader.Describe(value)}", "expected a picture");
        if (picture is not { Kind: 'u', ItemSize: 1, Rank: 3, Shape.Third: Channels })
            return Wrong(camera.Key, $"is {Describe(picture)}", "expected uint8 [height, width, 3]");
        return picture.Shape.First == camera.Height && picture.Shape.Second == camera.Width
            ? null
            : Wrong(camera.Key, $"is {picture.Shape.First}x{picture.Shape.Second}",
                $"its features say {camera.Height}x{camera.Width} (height x width)");
    }

    private GatewayError Wrong(byte[] key, string found, string expected) => new(ErrorCode.InvalidArgument,
        $"observation #{Timestep}: '{System.Text.Encoding.UTF8.GetString(key)}' {found}; {expected}");

    private static string Describe(in PickleArray array) => array.Rank switch
    {
        0 => "a number",
        1 => $"{array.Kind}{8 * array.ItemSize} [{array.Shape.First}]",
        2 => $"{array.Kind}{8 * array.ItemSize} [{array.Shape.First}, {array.Shape.Second}]",
        3 => $"{array.Kind}{8 * array.ItemSize} [{array.Shape.First}, {array.Shape.Second}, {array.Shape.Third}]",
        _ => $"of {array.Rank} axes",
    };

    private static void Show(in PickleArray picture, CameraImage camera)
    {
        (int height, int width, _, _) = picture.Shape;
        if (picture.IsRowMajor)
        {
            camera.Lend(picture.Data, height, width);
            return;
        }
        Span<byte> pixels = camera.Prepare(height, width);
        ReadOnlySpan<byte> data = picture.Data.Span;
        (int rowStride, int columnStride, int channelStride, _) = picture.Strides;
        int at = 0;
        for (int row = 0; row < height; row++)
        {
            for (int column = 0; column < width; column++)
            {
                for (int channel = 0; channel < Channels; channel++)
                    pixels[at++] = data[(row * rowStride) + (column * columnStride) + (channel * channelStride)];
            }
        }
    }
}
