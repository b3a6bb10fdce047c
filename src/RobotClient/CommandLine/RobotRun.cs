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
        bool isGood = Drive(robot, request, recorder, signals.Stop, out LeRobotClientReport? report);
        if (report is not null)
            isGood &= Report(report, request);
        if (!isGood)
            return RobotExitCodes.Failed;
        if (report!.Executed > 0 || signals.Stop.IsCancellationRequested)
            return RobotExitCodes.Ok;
        Say("error", $"the robot was never commanded: {request.Client.ServerAddress} gave it nothing to do");
        return RobotExitCodes.Failed;
    }

    /// <param name="robot">Makes it.</param>
    /// <param name="request">How it is driven.</param>
    /// <param name="recorder">Null for none.</param>
    /// <param name="stop">Ends it.</param>
    /// <param name="report">Also where it failed; null where it never began to drive.</param>
    /// <returns>Whether nothing failed; what did was said.</returns>
    private bool Drive(
        Func<IRobot> robot, RobotRequest request, ILeRobotRecorder? recorder, CancellationToken stop,
        out LeRobotClientReport? report)
    {
        LeRobotClient? client = null;
        try
        {
            client = new LeRobotClient(robot(), request.Client, Tell, recorder);
            report = client.Run(stop);
            return true;
        }
        catch (RobotException failure)
        {
            Say("error", failure.Message);
            if (failure.InnerException is { } cause and not (IOException or TimeoutException or Win32Exception))
                Trace(cause);
        }
#pragma warning disable CA1031 // A robot of a user's own may throw anything; where from is what its author needs.
        catch (Exception failure)
#pragma warning restore CA1031
        {
            Say("error", "the robot's program failed:");
            Trace(failure);
        }
        report = client?.Report;
        return false;
    }

    /// <summary>Files first: a terminal may stand still, or be gone.</summary>
    /// <returns>Whether the files are there.</returns>
    private bool Report(LeRobotClientReport report, RobotRequest request)
    {
        string? failed = null;
        try
        {
            if (request.Json is { } json)
                File.WriteAllText(json, JsonSerializer.Serialize(report, RobotJson.Default.LeRobotClientReport));
            if (request.QueuePlot is { } plot)
                File.WriteAllText(plot, QueuePlot.Draw(report, request.Client));
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            failed = failure.Message;
        }
        Print(() => RobotFigures.Write(report, request.Client.Fps, output));
        if (failed is not null)
            Say("error", failed);
        return failed is null;
    }

    private void Tell(LeRobotNotice notice) => Say(notice.IsTrouble ? "trouble" : "ok", notice.Message);

    private void Say(string kind, string message)
    {
        lock (_gate)
            Print(() => error.WriteLine($"{Now()} {kind}: {Printable.Text(message)}"));
    }

    /// <summary>Where from, for the author of a robot.</summary>
    private void Trace(Exception failure)
    {
        lock (_gate)
            Print(() => error.WriteLine(Printable.Lines(failure.ToString())));
    }

    /// <summary>A terminal that was closed takes nothing, and is no reason to leave off.</summary>
    private static void Print(Action write)
    {
        try
        {
            write();
        }
        catch (IOException)
        {
            // Nobody reads it.
        }
    }

    private static string Now() => TimeProvider.System.GetUtcNow().ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'");
}
