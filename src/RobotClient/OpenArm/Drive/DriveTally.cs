using PolicyGate.RobotClient.Measurement;

namespace PolicyGate.RobotClient.OpenArm.Drive;

/// <summary>What has happened to one robot, or to all of them together.</summary>
internal sealed class DriveTally
{
    // Enough to see what goes wrong; the counts say how often.
    private const int KeptProblems = 5;

    private readonly SortedDictionary<string, long> _errors = new(StringComparer.Ordinal);
    private readonly SortedDictionary<string, Histogram> _stages = new(StringComparer.Ordinal);
    private readonly List<string> _stageOrder = [];
    private readonly List<string> _problems = [];

    /// <summary>Requests that went out.</summary>
    public long Sent { get; set; }

    /// <summary>Answers with rows, holds left out.</summary>
    public long Chunks { get; set; }

    /// <summary>Answers with no rows and no error.</summary>
    public long Skips { get; set; }

    /// <summary>Answers of two equal rows: the robot stops where it is.</summary>
    public long Holds { get; set; }

    /// <summary>Answers that no robot could execute.</summary>
    public long Malformed { get; set; }

    /// <summary>Requests that got no answer.</summary>
    public long Lost { get; set; }

    /// <summary>Answers that came after the next observation was due.</summary>
    public long Late { get; set; }

    /// <summary>Observations that were not sent, since the one before was still unanswered when they were
    /// due.</summary>
    public long Missed { get; set; }

    /// <summary>Robots that found no server.</summary>
    public long Unconnected { get; set; }

    /// <summary>Answers with an error, held or skipped, by its code.</summary>
    public IReadOnlyDictionary<string, long> Errors => _errors;

    public long ErrorCount => _errors.Values.Sum();

    /// <summary>In words, the first few.</summary>
    public IReadOnlyList<string> Problems => _problems;

    /// <summary>Nanoseconds from a request's first byte to its answer's end.</summary>
    public Histogram RoundTrips { get; } = new();

    /// <summary>Nanoseconds by which requests went out after they were due.</summary>
    public Histogram Delays { get; } = new();

    /// <summary>
    /// Microradians between the command that the robot was at and the next chunk's first row, the joint that moves
    /// most; of each answer with rows but an episode's first.
    /// </summary>
    public Histogram SeamJumps { get; } = new();

    /// <summary>Microradians between consecutive rows of a chunk, the joint and the rows that move most.</summary>
    public Histogram RowSteps { get; } = new();

    /// <summary>Nanoseconds of the server's own stages, in the order in which they were told.</summary>
    public IEnumerable<(string Name, Histogram Times)> Stages => _stageOrder.Select(name => (name, _stages[name]));

    public Histogram Stage(string name)
    {
        if (!_stages.TryGetValue(name, out Histogram? stage))
        {
            _stages[name] = stage = new Histogram();
            _stageOrder.Add(name);
        }
        return stage;
    }

    public void AddError(OpenArmError error)
    {
        string code = error.Code.Length > 0 ? error.Code : "(no code)";
        _errors[code] = _errors.GetValueOrDefault(code) + 1;
        AddProblem($"{code}: {error.Message}");
    }

    public void AddProblem(string problem)
    {
        if (_problems.Count < KeptProblems && !_problems.Contains(problem))
            _problems.Add(problem);
    }

    public void Add(DriveTally other)
    {
        Sent += other.Sent;
        Chunks += other.Chunks;
        Skips += other.Skips;
        Holds += other.Holds;
        Malformed += other.Malformed;
        Lost += other.Lost;
        Late += other.Late;
        Missed += other.Missed;
        Unconnected += other.Unconnected;
        foreach ((string code, long count) in other._errors)
            _errors[code] = _errors.GetValueOrDefault(code) + count;
        other._problems.ForEach(AddProblem);
        RoundTrips.Add(other.RoundTrips);
        Delays.Add(other.Delays);
        SeamJumps.Add(other.SeamJumps);
        RowSteps.Add(other.RowSteps);
        foreach ((string name, Histogram times) in other.Stages)
            Stage(name).Add(times);
    }
}
