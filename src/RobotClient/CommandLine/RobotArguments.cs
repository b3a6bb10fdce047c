using System.CommandLine;
using PolicyGate.RobotClient.LeRobot;

namespace PolicyGate.RobotClient.CommandLine;

/// <summary>
/// The options that say how a robot is driven, but for the robot's own; LeRobot's by LeRobot's names.
/// </summary>
internal sealed class RobotArguments
{
    private static readonly LeRobotClientOptions Defaults =
        new() { PolicyType = "", PretrainedNameOrPath = "", ActionsPerChunk = 1 };

    private readonly Option<string> _policyType = CheckedOption.Text("--policy-type", "a name, as act", IsText);

    private readonly Option<string> _pretrained =
        CheckedOption.Text("--pretrained-name-or-path", "a name or a path", IsText);

    private readonly Option<int?> _actionsPerChunk = CheckedOption.Count("--actions-per-chunk", 1, 10_000);

    private readonly Option<string> _serverAddress =
        CheckedOption.Text("--server-address", "HOST:PORT, as 127.0.0.1:8080", ServerAddressText.Fits);

    private readonly Option<string> _task = new("--task");

    private readonly Option<string> _policyDevice = CheckedOption.Text("--policy-device", "a name, as cuda", IsText);

    private readonly Option<string> _clientDevice = CheckedOption.Text(
        "--client-device", "cpu: actions go to the robot from memory, nothing here runs on a device",
        text => text == "cpu");

    private readonly Option<double?> _threshold =
        CheckedOption.Number("--chunk-size-threshold", "0 to 1", value => value is >= 0 and <= 1);

    private readonly Option<string> _aggregate = CheckedOption.Text(
        "--aggregate-fn-name", $"{string.Join(", ", ActionAggregates.Names)}, or a weight from 0 to 1",
        text => ActionAggregates.Find(text) is not null);

    private readonly Option<double?> _fps =
        CheckedOption.Number("--fps", "0.01 to 1000", value => value is >= 0.01 and <= 1000);

    private readonly Option<LeRobotVersion?> _serverVersion = CheckedOption.Of<LeRobotVersion?>(
        "--server-version", "LeRobot's version, 0.3 or later, as 0.4", ServerVersionText.Read);

    private readonly Option<double?> _duration = CheckedOption.Seconds("--duration");
    private readonly Option<double?> _maximumAnswerAge = CheckedOption.Seconds("--max-answer-age");
    private readonly Option<double?> _serverTimeout = CheckedOption.Seconds("--server-timeout");
    private readonly LimitArguments _limits = new();
    private readonly QueuePlotOption _queuePlot = new();

    private readonly Option<string?> _json = new("--json")
    {
        Description = "Write the report to this file too, for programs.",
        HelpName = "FILE",
    };

    public RobotArguments()
    {
        foreach (Option required in new Option[] { _policyType, _pretrained, _actionsPerChunk })
            required.Required = true;
        Describe(_policyType, "TYPE", "The policy's type, as act, smolvla, pi0; a PolicyGate server takes any.");
        Describe(_pretrained, "NAME", "Where the server finds the policy; to a PolicyGate server the policy's name.");
        Describe(_actionsPerChunk, "N", "Actions that an answer is to have.");
        Describe(_serverAddress, "HOST:PORT", "The policy server.", Defaults.ServerAddress);
        Describe(_task, "TEXT", "The instruction, for policies that follow one.", Defaults.Task);
        Describe(_policyDevice, "DEVICE", "Where the server is to run the policy.", Defaults.PolicyDevice);
        Describe(_clientDevice, "DEVICE", "Taken for LeRobot's sake: cpu alone.", "cpu");
        Describe(_threshold, "SHARE", "Send an observation when the queue holds at most this share of a chunk, 0 to 1.",
            Defaults.ChunkSizeThreshold);
        Describe(_aggregate, "NAME|WEIGHT", "What becomes of two actions for one moment: "
            + $"{string.Join(", ", ActionAggregates.Names)}, or the newer one's weight, 0 to 1.", "weighted_average");
        Describe(_fps, "HZ", "Control periods a second.", Defaults.Fps);
        Describe(_serverVersion, "VERSION", "The server's LeRobot, where it is a stock one: 0.3 knows its messages by "
            + "another module than 0.4 and later, which are meant without this option.");
        Describe(_duration, "SECONDS", "End after so long. Default: when told to, or when the robot has nothing left.");
        Describe(_maximumAnswerAge, "SECONDS", "An answer to an observation that is older is not executed.",
            Defaults.MaximumAnswerAge.TotalSeconds);
        Describe(_serverTimeout, "SECONDS", "Give up on a call that the server has not answered for so long, and "
            + "connect anew.", Defaults.ServerTimeout.TotalSeconds);
    }

    public void AddTo(Command command)
    {
        foreach (Option option in new Option[]
        {
            _serverAddress, _policyType, _pretrained, _actionsPerChunk, _task, _policyDevice, _clientDevice, _threshold,
            _aggregate, _fps, _duration, _maximumAnswerAge, _serverTimeout, _serverVersion,
        })
        {
            command.Add(option);
        }
        _limits.AddTo(command);
        command.Add(_queuePlot);
        command.Add(_json);
    }

    /// <param name="parsed">Without errors.</param>
    public RobotRequest Read(ParseResult parsed) => new()
    {
        Client = new LeRobotClientOptions
        {
            ServerAddress = parsed.GetRequiredValue(_serverAddress),
            PolicyType = parsed.GetRequiredValue(_policyType),
            PretrainedNameOrPath = parsed.GetRequiredValue(_pretrained),
            PolicyDevice = parsed.GetRequiredValue(_policyDevice),
            ActionsPerChunk = parsed.GetRequiredValue(_actionsPerChunk)!.Value,
            ChunkSizeThreshold = parsed.GetRequiredValue(_threshold)!.Value,
            Aggregate = ActionAggregates.Find(parsed.GetRequiredValue(_aggregate))!,
            Task = parsed.GetValue(_task) ?? "",
            Fps = parsed.GetRequiredValue(_fps)!.Value,
            ServerVersion = parsed.GetValue(_serverVersion) ?? Defaults.ServerVersion,
            Limits = _limits.Read(parsed),
            MaximumAnswerAge = TimeSpan.FromSeconds(parsed.GetRequiredValue(_maximumAnswerAge)!.Value),
            ServerTimeout = TimeSpan.FromSeconds(parsed.GetRequiredValue(_serverTimeout)!.Value),
            Duration = parsed.GetValue(_duration) is { } seconds ? TimeSpan.FromSeconds(seconds) : null,
        },
        QueuePlot = _queuePlot.Read(parsed),
        Json = parsed.GetValue(_json),
        Notes = _limits.Notes(parsed),
    };

    private static bool IsText(string text) => !string.IsNullOrWhiteSpace(text);

    private static void Describe(Option option, string value, string description) =>
        (option.HelpName, option.Description) = (value, description);

    private static void Describe<T>(Option<T> option, string value, string description, T usual)
    {
        Describe(option, value, description);
        option.DefaultValueFactory = _ => usual;
    }
}
