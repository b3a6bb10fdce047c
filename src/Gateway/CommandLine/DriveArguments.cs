using System.CommandLine;
using System.CommandLine.Parsing;
using PolicyGate.RobotClient.OpenArm.Drive;

namespace PolicyGate.Gateway.CommandLine;

/// <summary>The options that say how simulated robots drive and what they show.</summary>
internal sealed class DriveArguments
{
    private const int MaximumRobots = 1000;
    private static readonly TimeSpan UsualDuration = TimeSpan.FromSeconds(10);

    private readonly Argument<string?> _recorded = new("FOLDER")
    {
        Description = "Show the observations recorded here (requests.jsonl, ticks.jsonl or index.json, files as they "
            + "are or .gz), over and over. Without it they are drawn.",
        Arity = ArgumentArity.ZeroOrOne,
    };

    private readonly Option<string?> _socket = new("--socket")
    {
        Description = "The policy server's socket, which it listens on.",
        HelpName = "PATH",
    };

    private readonly Option<string?> _listen = new("--listen")
    {
        Description = "The container's way: make this socket and wait until the server connects, once for each robot.",
        HelpName = "PATH",
    };

    private readonly Option<double> _rate = new("--rate")
    {
        Description = "Observations a second of each robot; 0 for back to back.",
        HelpName = "HZ",
        DefaultValueFactory = _ => 30,
    };

    private readonly Option<double?> _duration = new("--duration")
    {
        Description = "End after so many seconds. Default: 10, unless --count is given.",
        HelpName = "SECONDS",
    };

    private readonly Option<long?> _count = new("--count")
    {
        Description = "End after so many observations of each robot.",
        HelpName = "N",
    };

    private readonly Option<int> _robots = new("--robots")
    {
        Description = "Robots, each with its own connection, spread over the time between two observations.",
        HelpName = "N",
        DefaultValueFactory = _ => 1,
    };

    private readonly Option<string?> _sizes = new("--sizes")
    {
        Description = "Sizes of the drawn pictures, height by width: 120x192, or by the beginnings of the cameras' "
            + "names wrist=600x960,head=720x1280,ceiling=600x960, which is the default.",
        HelpName = "SIZES",
    };

    private readonly Option<bool> _oneArm = new("--one-arm")
    {
        Description = "Draw a robot with the right arm alone: 8 positions, no left wrist's camera.",
    };

    private readonly Option<string?> _task = new("--task") { Description = "Drawn observations' task prompt." };

    private readonly Option<int> _resetEvery = new("--reset-every")
    {
        Description = "Begin an episode every so many observations. Default: one episode, or as recorded.",
        HelpName = "N",
    };

    private readonly Option<int> _reuse = new("--reuse")
    {
        Description = "Each robot writes so many files once and shows them in turn, new positions written into them. "
            + "Lighter than a new file for each observation, as robots write them, which is the default.",
        HelpName = "FILES",
    };

    private readonly Option<int> _seed = new("--seed") { Description = "What the joints' motion is drawn from." };

    private readonly Option<double> _timeout = new("--timeout")
    {
        Description = "Seconds that one answer may take; the first waits until the policy is loaded.",
        HelpName = "SECONDS",
        DefaultValueFactory = _ => 60,
    };

    public void AddTo(Command verb)
    {
        verb.Add(_recorded);
        foreach (Option option in new Option[]
        {
            _socket, _listen, _rate, _duration, _count, _robots, _sizes, _oneArm, _task, _resetEvery, _reuse, _seed,
            _timeout,
        })
        {
            verb.Add(option);
        }
        verb.Validators.Add(Check);
    }

    public bool IsOneArm(ParseResult parsed) => parsed.GetValue(_oneArm);

    /// <exception cref="InvalidDataException">The folder is no recording.</exception>
    /// <exception cref="IOException">It cannot be read.</exception>
    public IReadOnlyList<DriveFrame> ReadFrames(ParseResult parsed)
    {
        if (parsed.GetValue(_recorded) is string folder)
            return RecordedFrames.Open(folder);
        CameraSizes sizes = ReadSizes(parsed.GetValue(_sizes), IsOneArm(parsed), out _)!;
        return DrawnFrames.Draw(sizes, IsOneArm(parsed), parsed.GetValue(_task));
    }

    public DriveOptions ReadOptions(ParseResult parsed)
    {
        long? count = parsed.GetValue(_count);
        TimeSpan? duration = parsed.GetValue(_duration) is { } seconds ? TimeSpan.FromSeconds(seconds) : null;
        return new DriveOptions
        {
            SocketPath = Path.GetFullPath(parsed.GetValue(_listen) ?? parsed.GetValue(_socket)!),
            Listen = parsed.GetValue(_listen) is not null,
            RateHz = parsed.GetValue(_rate),
            Count = count,
            Duration = duration ?? (count is null ? UsualDuration : null),
            Robots = parsed.GetValue(_robots),
            ResetEvery = parsed.GetValue(_resetEvery),
            Reuse = parsed.GetValue(_reuse),
            Seed = parsed.GetValue(_seed),
            AnswerTimeout = TimeSpan.FromSeconds(parsed.GetValue(_timeout)),
        };
    }

    private void Check(CommandResult result)
    {
        if (result.GetResult(_socket) is null == result.GetResult(_listen) is null)
            result.AddError("name the server's socket with --socket PATH, or the robots' own with --listen PATH");
        Check(result, _rate, rate => rate is >= 0 and <= 10_000, "0 to 10000 observations a second");
        Check(result, _duration, seconds => seconds is > 0 and <= 1e6, "above 0 and at most 1000000 seconds");
        Check(result, _timeout, seconds => seconds is > 0 and <= 1e6, "above 0 and at most 1000000 seconds");
        Check(result, _count, count => count > 0, "at least 1");
        Check(result, _robots, robots => robots is > 0 and <= MaximumRobots, $"1 to {MaximumRobots}");
        Check(result, _resetEvery, count => count >= 0, "at least 0");
        Check(result, _reuse, files => files >= 0, "at least 0");
        CheckFrames(result);
    }

    /// <summary>Only what was typed: a default has no value yet where it is asked for here.</summary>
    private static void Check<T>(CommandResult result, Option<T> option, Func<T?, bool> allows, string allowed)
    {
        if (result.GetResult(option) is { Implicit: false } typed && !allows(typed.GetValueOrDefault<T>()))
            result.AddError($"{option.Name} is {allowed}");
    }

    private void CheckFrames(CommandResult result)
    {
        bool draws = result.GetValue(_sizes) is not null || result.GetValue(_oneArm)
            || result.GetValue(_task) is not null;
        if (draws && result.GetValue(_recorded) is not null)
            result.AddError("--sizes, --one-arm and --task are for drawn observations, not for recorded ones");
        ReadSizes(result.GetValue(_sizes), result.GetValue(_oneArm), out string? error);
        if (error is not null)
            result.AddError("--sizes: " + error);
    }

    private static CameraSizes? ReadSizes(string? text, bool oneArm, out string? error)
    {
        error = null;
        return text is null ? CameraSizes.Stock(oneArm) : CameraSizes.Parse(text, oneArm, out error);
    }
}
