using System.CommandLine;
using System.Text.Json;
using Microsoft.Extensions.Logging;
using PolicyGate.Gateway.Comparison;
using PolicyGate.Gateway.Comparison.Report;
using PolicyGate.RobotClient.CommandLine;
using Spectre.Console;

namespace PolicyGate.Gateway.CommandLine;

/// <summary><c>compare</c>: whether another engine, precision or checkpoint would move the robot otherwise.</summary>
internal sealed class CompareVerb : Verb
{
    private readonly CompareArguments _arguments = new();
    private readonly JsonOption _json = new();

    public CompareVerb() : base(
        "compare",
        "Shows one input to two policies and says whether B would move the robot as A does, and as fast. Exit code 0:"
        + " the same, 1: different, 2: slower, 3: the input or a policy cannot be used.",
        "policygate compare --input recording --a Onnx --b TorchSharp --output comparison",
        "policygate compare --input recording --a Onnx --b Onnx:checkpoints/new --tolerance 0.005"
        + " --tolerance right_gripper=0.02 --output comparison",
        "policygate compare --input samples/episodes/reach --a Onnx:samples/policies/reach"
        + " --b TorchSharp:samples/policies/reach --json --output comparison",
        "policygate compare --input recording --a Onnx --b Onnx --set Policies:B:Device=cuda --output comparison")
    {
        _arguments.AddTo(this);
        Add(_json);
        SetAction(Run);
    }

    private int Run(ParseResult parsed)
    {
        TextWriter error = parsed.InvocationConfiguration.Error;
        int exit = _arguments.Read(parsed, error, out ComparisonRequest? request);
        if (request is null)
            return exit;
        using var signals = new StopSignals();
        using ILoggerFactory loggers = ConsoleLogging.CreateForWarnings();
        bool json = parsed.GetValue(_json);
        IComparisonView view = CreateView(parsed, json);
        try
        {
            return Compare(parsed, request, view, loggers, signals.Stop);
        }
        catch (OperationCanceledException)
        {
            error.WriteLine("Stopped.");
            return ExitCodes.UnusableInput;
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            error.WriteLine(failure.Message);
            return ExitCodes.UnusableInput;
        }
    }

    private int Compare(
        ParseResult parsed, ComparisonRequest request, IComparisonView view, ILoggerFactory loggers,
        CancellationToken cancel)
    {
        string output = Directory.CreateDirectory(_arguments.Output(parsed)).FullName;
        var run = new ComparisonRun(request, view, loggers, TimeProvider.System);
        if (run.Run(out ComparisonReport? report, cancel) is { } unusable)
        {
            parsed.InvocationConfiguration.Error.WriteLine(unusable.Message);
            return ExitCodes.UnusableInput;
        }
        ReportFiles.Write(report!, output);
        view.Show(report!);
        if (parsed.GetValue(_json))
        {
            parsed.InvocationConfiguration.Output.WriteLine(
                JsonSerializer.Serialize(report!, ComparisonJson.Default.ComparisonReport));
        }
        else
        {
            view.Say($"The whole report: {output}");
        }
        return (int)report!.Verdict.Outcome;
    }

    /// <summary>With <c>--json</c> stdout is the report's alone.</summary>
    private static IComparisonView CreateView(ParseResult parsed, bool json)
    {
        InvocationConfiguration streams = parsed.InvocationConfiguration;
        if (json)
            return new PlainComparisonView(streams.Error, result: null);
        IAnsiConsole console = AnsiConsole.Console;
        return !Console.IsOutputRedirected && console.Profile.Capabilities.Ansi
            ? new LiveComparisonView(console)
            : new PlainComparisonView(streams.Output, streams.Output);
    }
}
