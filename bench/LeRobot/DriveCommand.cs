using System.CommandLine;
using System.Diagnostics;
using System.Globalization;
using PolicyGate.Gateway.Measurement;

namespace PolicyGate.Bench.LeRobot;

/// <summary>
/// <c>lerobot drive</c>: our robot client beside LeRobot's own, by turns, against LeRobot's own server: how evenly they
/// command a robot, and how long an answer takes.
/// </summary>
internal sealed class DriveCommand : Command
{
    private readonly Option<double> _seconds = new("--seconds") { DefaultValueFactory = _ => 60 };
    private readonly Option<int> _turns = new("--turns") { DefaultValueFactory = _ => 3 };
    private readonly Option<double> _fps = new("--fps") { DefaultValueFactory = _ => 30 };
    private readonly Option<int> _chunk = new("--chunk")
    {
        Description = "Actions of a chunk; the next is asked for when half of it is left.",
        DefaultValueFactory = _ => 20,
    };

    private readonly Option<string?> _python = new("--python")
    {
        Description = "Interpreter of the stock programs. Default: that of eng/python-env lerobot.",
    };

    public DriveCommand() : base(
        "drive", "Our robot client beside LeRobot's own, by turns, against LeRobot's own server.")
    {
        foreach (Option option in new Option[] { _seconds, _turns, _fps, _chunk, _python })
            Add(option);
        SetAction(Run);
    }

    private int Run(ParseResult parsed)
    {
        string python = StockServer.FindPython(parsed.GetValue(_python))
            ?? throw new InvalidDataException("No stock client: make it with eng/python-env lerobot");
        double fps = parsed.GetValue(_fps), seconds = parsed.GetValue(_seconds);
        int turns = parsed.GetValue(_turns);
        Console.WriteLine(Machine.Here());
        Console.WriteLine($"{turns} turns of {seconds} s each at {fps} Hz, 16 joints, 3 pictures of 480×640, chunks of "
            + $"{parsed.GetValue(_chunk)}");
        using var server = new StockServer(python, latency: null, ["--fps", Text(fps)]);
        string[] pace = ["--seconds", Text(seconds), "--fps", Text(fps)];
        string[] arguments = ["--address", server.Address, "--chunk", Text(parsed.GetValue(_chunk)), .. pace];
        var bare = new DriveFigures("bare loop", 1 / fps);
        var ours = new DriveFigures("policygate", 1 / fps);
        var theirs = new DriveFigures("stock", 1 / fps);
        for (int turn = 0; turn < turns; turn++)
        {
            bare.Add(Drive(python, [Checkout.At("bench/python/bare_loop.py"), .. pace]));
            ours.Add(Drive(Environment.ProcessPath!, ["lerobot", "driven", .. arguments]));
            theirs.Add(Drive(python, [Checkout.At("bench/python/stock_client.py"), .. arguments]));
        }
        Write(bare, ours, theirs);
        return 0;
    }

    private static string Drive(string program, IEnumerable<string> arguments)
    {
        using Process client = Process.Start(new ProcessStartInfo(program, arguments)
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            UseShellExecute = false,
        })!;
        // The stock client complains when it is ended: that is shown only where it matters.
        Task<string> errors = client.StandardError.ReadToEndAsync();
        string output = client.StandardOutput.ReadToEnd();
        client.WaitForExit();
        return client.ExitCode == 0
            ? output.TrimEnd().Split('\n')[^1]
            : throw new IOException($"{program} ended with {client.ExitCode}: {errors.Result}");
    }

    private static void Write(DriveFigures bare, DriveFigures ours, DriveFigures theirs)
    {
        Console.WriteLine();
        Console.WriteLine($"{"milliseconds",-20}{"p50",9}{"p99",9}{"p99.9",9}{"max",9}{"Hz",9}{"dry",6}");
        Row($"{bare.Name}, jitter", bare.Jitter, $"{bare.Rate,9:0.00}");
        foreach (DriveFigures client in new[] { ours, theirs })
        {
            Row($"{client.Name}, jitter", client.Jitter, $"{client.Rate,9:0.00}{client.Dry,6}");
            Row($"{client.Name}, answer", client.Answers, "");
        }
        Console.WriteLine($"policygate over bare loop: jitter p50 {ours.Jitter.P50 / bare.Jitter.P50:0.0}, "
            + $"p99 {ours.Jitter.P99 / bare.Jitter.P99:0.0}, p99.9 {ours.Jitter.P999 / bare.Jitter.P999:0.0}");
        Console.WriteLine($"stock over policygate: jitter p50 {theirs.Jitter.P50 / ours.Jitter.P50:0.0}, "
            + $"p99 {theirs.Jitter.P99 / ours.Jitter.P99:0.0}, p99.9 {theirs.Jitter.P999 / ours.Jitter.P999:0.0}; "
            + $"answer p50 {theirs.Answers.P50 / ours.Answers.P50:0.00}, "
            + $"p99 {theirs.Answers.P99 / ours.Answers.P99:0.00}");
    }

    private static void Row(string name, Distribution of, string rest) => Console.WriteLine(
        $"{name,-20}{of.P50,9:0.000}{of.P99,9:0.000}{of.P999,9:0.000}{of.Max,9:0.000}{rest}");

    private static string Text(double number) => number.ToString(CultureInfo.InvariantCulture);
}
