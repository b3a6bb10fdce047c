using System.Text;
using PolicyGate.Formats;
using PolicyGate.Formats.LeRobot;
using PolicyGate.Formats.Pickle;
using PolicyGate.Gateway.Limits;
using PolicyGate.Gateway.Recording;
using PolicyGate.Gateway.Wires.LeRobot;
using PolicyGate.RobotClient;

namespace PolicyGate.Gateway.Robots;

/// <summary>
/// A robot that shows what another one saw: a recording's LeRobot observations in their order, the next one when it has
/// been told to do something since, or has held for long. What it is told is taken, and moves nothing.
/// </summary>
/// <param name="folder">The recording.</param>
/// <param name="limits">Of what is read.</param>
internal sealed class ReplayRobot(string folder, LimitsOptions limits) : IRobot
{
    // At 30 Hz 10 s, in which any policy answers. What holds the robot longer, a limit or a server that is lost, is no
    // reason to show the same for ever.
    private const int MostTimes = 300;

    private const string PicturePrefix = "observation.images.";

    private readonly TimedObservationReader _reader = new(LeRobotLimits.OfObservation(limits));
    private IEnumerator<RecordedTick>? _ticks;
    private byte[][] _joints = [];
    private byte[][] _cameras = [];
    private string? _session;
    private bool _shown;
    private int _times;
    private bool _told;

    public RobotClient.RobotFeatures Features
    {
        get => field ?? throw new InvalidOperationException("The recording is not open.");
        private set;
    }

    public void Connect(CancellationToken cancel)
    {
        if (RecordingInput.Open(folder, limits, out RecordingInput? input) is { } unusable)
            throw new RobotException(unusable.Message);
        _ticks = input!.Read().Where(tick => tick.Wire is RecordedWire.LeRobot && !tick.Observation.IsEmpty)
            .GetEnumerator();
        if (!_ticks.MoveNext())
        {
            throw new RobotException($"{Printable.Text(input.Name)} has no observation of a LeRobot robot"
                + $"{string.Concat(input.Unreadable.Select(line => $"; {line}"))}");
        }
        Features = FeaturesOf(_ticks.Current, input);
        _joints = [.. Features.Joints.Select(Encoding.UTF8.GetBytes)];
        _cameras = [.. Features.Cameras.Select(camera => Encoding.UTF8.GetBytes(camera.Name))];
    }

    public void Observe(RobotObservation observation)
    {
        // One that waits for its first chunk is asked in each period: it stands where it stands.
        bool again = _shown && !_told && _times < MostTimes;
        _times = again ? _times + 1 : 1;
        observation.Over = _shown && !again && !_ticks!.MoveNext();
        if (observation.Over)
            return;
        RecordedTick tick = _ticks!.Current;
        observation.Reset = !again && (tick.BeginsEpisode || tick.Session != _session);
        (_session, _shown, _told) = (tick.Session, true, false);
        if (_reader.Read(tick.Observation) is { } broken)
            throw Wrong(tick, broken.Message);
        for (int i = 0; i < _joints.Length; i++)
        {
            int value = _reader.Find(_joints[i]);
            if (value < 0 || !_reader.TryNumber(value, out observation.Joints[i]))
                throw Wrong(tick, $"'{Features.Joints[i]}' is missing, or no number");
        }
        for (int i = 0; i < _cameras.Length; i++)
            ReadPicture(tick, i, observation.Picture(i));
    }

    /// <summary>Moves nothing: what is shown next was seen before anybody could know of this.</summary>
    public void Act(ReadOnlySpan<float> action) => _told = true;

    public void Disconnect()
    {
        _ticks?.Dispose();
        _ticks = null;
    }

    private void ReadPicture(RecordedTick tick, int index, Span<byte> into)
    {
        RobotClient.RobotCamera camera = Features.Cameras[index];
        int value = _reader.Find(_cameras[index]);
        PickleArray picture = default;
        bool fits = value >= 0 && _reader.TryArray(value, out picture)
            && picture is { Kind: 'u', ItemSize: 1, Rank: 3, IsRowMajor: true }
            && picture.Shape == (camera.Height, camera.Width, 3, 1);
        if (!fits)
            throw Wrong(tick, $"'{camera.Name}' is missing, or not {camera.Height}x{camera.Width} as the first was");
        picture.Data.Span[..into.Length].CopyTo(into);
    }

    private RobotClient.RobotFeatures FeaturesOf(RecordedTick tick, RecordingInput input)
    {
        if (LeRobotRequest.Read(tick.Request, limits, out RemotePolicyConfig? asked) is { } fault)
            throw Wrong(tick, fault.Message);
        LeRobotFeature? state = asked!.Features.FirstOrDefault(feature => feature.Name == "observation.state");
        if (state is null || state.Names.Count == 0)
            throw Wrong(tick, "its robot names no joints");
        IReadOnlyList<string>? actions = input.Runs.SelectMany(run => run.Manifest.Routes)
            .FirstOrDefault(route => route.Name == tick.Route && route.Joints?.Count == tick.Width)?.Joints;
        return new RobotClient.RobotFeatures
        {
            Joints = state.Names,
            // A gateway's recording names what its policy does, which is the same in the robot's own words.
            Actions = actions is null || actions.Count == state.Names.Count ? state.Names : actions,
            Cameras = [.. asked.Features.Where(IsPicture).Select(CameraOf)],
        };
    }

    private static bool IsPicture(LeRobotFeature feature) =>
        feature.Name.StartsWith(PicturePrefix, StringComparison.Ordinal) && feature.Shape is [> 0, > 0, 3];

    private static RobotClient.RobotCamera CameraOf(LeRobotFeature feature) =>
        new(feature.Name[PicturePrefix.Length..], feature.Shape[0], feature.Shape[1]);

    private static RobotException Wrong(RecordedTick tick, string message) =>
        new(Printable.Text($"the recorded tick {tick.Tick} of '{tick.Session}' cannot be shown: {message}"));
}
