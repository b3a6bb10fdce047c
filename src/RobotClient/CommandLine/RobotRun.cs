using System.ComponentModel;
using System.Runtime.InteropServices;
using System.Text.Json;
using PolicyGate.Formats;
using PolicyGate.RobotClient.Charts;
using PolicyGate.RobotClient.LeRobot;

namespace PolicyGate.RobotClient.CommandLine;

/// <summary>Drives a robot as a command line asks for, tells what happens, and reports.</summary>
/// <param name="output">Gets the report.</param>
/// <param name="error">Gets what happens, as it happens.</param>
internal sealed class RobotRun(TextWriter output, TextWriter error)
{
    private readonly Lock _gate = new();

    /// <summary>Until the robot has nothing left to do, the time is over, or a signal says so.</summary>
    /// <param name="robot">Makes it; not connected yet.</param>
    /// <param name="request">How it is driven.</param>
    /// <param name="recorder">Null for none.</param>
    /// <returns>The exit code.</returns>
    public int Run(Func<IRobot> robot, RobotRequest request, ILeRobotRecorder? recorder = null)
    {
        // A closed terminal ends the run as well: a robot is not to be left to itself.
        using var signals = new StopSignals(PosixSignal.SIGHUP);
        foreach (string note in request.Notes)
            Say("note", note);
        try
        {
            var client = new LeRobotClient(robot(), request.Client, Tell, recorder);
            LeRobotClientReport report = client.Run(signals.Stop);
            return Report(report, request, signals.Stop.IsCancellationRequested);
        }
        catch (RobotException failure)
        {
            Say("error", failure.Message);
            if (failure.InnerException is { } cause and not (IOException or TimeoutException or Win32Exception))
                Trace(cause);
            return RobotExitCodes.Failed;
        }
#pragma warning disable CA1031 // A robot of a user's own may throw anything; where from is what its author needs.
        catch (Exception failure)
#pragma warning restore CA1031
        {
            Say("error", "the robot's program failed:");
            Trace(failure);
            return RobotExitCodes.Failed;
        }
    }

    private int Report(LeRobotClientReport report, RobotRequest request, bool stopped)
    {
        RobotFigures.Write(report, request.Client.Fps, output);
        try
        {
            if (request.QueuePlot is { } plot)
                File.WriteAllText(plot, QueuePlot.Draw(report, request.Client));
            if (request.Json is { } json)
                File.WriteAllText(json, JsonSerializer.Serialize(report, RobotJson.Default.LeRobotClientReport));
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            Say("error", failure.Message);
            return RobotExitCodes.Failed;
        }
        if (report.Executed > 0 || stopped)
            return RobotExitCodes.Ok;
        Say("error", $"the robot was never commanded: {request.Client.ServerAddress} gave it nothing to do");
        return RobotExitCodes.Failed;
    }

    private void Tell(LeRobotNotice notice) => Say(notice.IsTrouble ? "trouble" : "ok", notice.Message);

    private void Say(string kind, string message)
    {
        lock (_gate)
            error.WriteLine($"{Now()} {kind}: {Printable.Text(message)}");
    }

    /// <summary>Where from, for the author of a robot.</summary>
    private void Trace(Exception failure)
    {
        lock (_gate)
            error.WriteLine(Printable.Lines(failure.ToString()));
    }

    private static string Now() => TimeProvider.System.GetUtcNow().ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'");
}
