using System.Text;
using PolicyGate.Abstractions;
using PolicyGate.Formats;
using PolicyGate.Formats.LeRobot;
using PolicyGate.Gateway.Errors;
using PolicyGate.Gateway.Limits;
using PolicyGate.Gateway.Observations;
using PolicyGate.Gateway.Recording;
using PolicyGate.Gateway.Telemetry;
using PolicyGate.Gateway.Wires.LeRobot;
using PolicyGate.Gateway.Wires.OpenArm;
using PolicyGate.RobotClient;

namespace PolicyGate.Gateway.Inspection;

/// <summary>Draws, for each session, every joint over time: where it was seen, and where it was sent.</summary>
internal sealed class JointPlots : IDisposable
{
    private readonly string _folder;
    private readonly LimitsOptions _limits;
    private readonly Dictionary<string, IReadOnlyList<string>> _joints = new(StringComparer.Ordinal);
    private readonly Dictionary<string, JointPlot> _plots = new(StringComparer.Ordinal);
    private readonly ScratchFolder _scratch = new("policygate-inspect-");
    private readonly string _file;
    private readonly byte[] _path;
    private readonly ArrowObservationReader _reader;
    private readonly Observation _observation = new(new ObservationNeeds([], Task: false));
    private readonly TimedObservationReader _pickles;

    public JointPlots(string folder, LimitsOptions limits, IReadOnlyList<RecordingRun> runs)
    {
        (_folder, _limits) = (folder, limits);
        _file = _scratch.PathOf("observation.arrow");
        _path = Encoding.UTF8.GetBytes(_file);
        _reader = new ArrowObservationReader(limits, [_scratch.Path], OpenArmNames.CameraPrefix, TimeProvider.System);
        _pickles = new TimedObservationReader(LeRobotLimits.OfObservation(limits));
        foreach (RecordedRoute route in runs.SelectMany(run => run.Manifest.Routes))
            _joints[route.Name] = route.Joints;
    }

    public void Look(RecordedTick tick)
    {
        if (!_plots.TryGetValue(tick.Session, out JointPlot? plot))
            _plots.Add(tick.Session, plot = new JointPlot(tick, _joints.GetValueOrDefault(tick.Route) ?? []));
        plot.Add(tick, tick.Observation.IsEmpty ? [] : Seen(tick));
    }

    /// <summary>Writes the drawings.</summary>
    public IReadOnlyList<Finding> Save()
    {
        var findings = new List<Finding>();
        foreach ((string session, JointPlot plot) in _plots)
        {
            string file = Path.Combine(_folder, $"{RunFolder.NameOf(session)}.svg");
            string subject = Printable.Text($"joints of {session}");
            try
            {
                Directory.CreateDirectory(_folder);
                File.WriteAllText(file, plot.Draw(session));
                findings.Add(new Finding(FindingLevel.Ok, subject, $"drawn in {file}"));
            }
            catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
            {
                findings.Add(new Finding(FindingLevel.Warning, subject, $"not drawn: {failure.Message}"));
            }
        }
        return findings;
    }

    public void Dispose()
    {
        _reader.Dispose();
        _scratch.Dispose();
    }

    /// <summary>Empty where the observation does not tell.</summary>
    private ReadOnlySpan<float> Seen(RecordedTick tick)
    {
        if (tick.Wire is RecordedWire.LeRobot)
            return SeenByLeRobot(tick);
        using (FileStream stream = File.Create(_file))
            stream.Write(tick.Observation.Span);
        GatewayError? error = _reader.Open(_path, new ImageSizes(0), _observation, new TickTimings());
        return _observation.Finish(error) is null ? _observation.Position : [];
    }

    private ReadOnlySpan<float> SeenByLeRobot(RecordedTick tick)
    {
        if (LeRobotRequest.Read(tick.Request, _limits, out RemotePolicyConfig? config) is not null
            || _pickles.Read(tick.Observation) is not null
            || config!.Features.FirstOrDefault(feature => feature.Shape.Count == 1) is not { } state)
        {
            return [];
        }
        float[] seen = new float[state.Names.Count];
        for (int i = 0; i < seen.Length; i++)
        {
            int value = _pickles.Find(Encoding.UTF8.GetBytes(state.Names[i]));
            if (value < 0 || !_pickles.TryNumber(value, out double number))
                return [];
            seen[i] = (float)number;
        }
        return seen;
    }
}
