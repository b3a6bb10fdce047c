using Microsoft.Extensions.Logging;
using PolicyGate.Abstractions;
using PolicyGate.Gateway.Errors;
using PolicyGate.Gateway.Hosting;
using PolicyGate.Gateway.Limits;
using PolicyGate.Gateway.Policies;
using PolicyGate.RobotClient;
using PolicyGate.RobotClient.OpenArm;

namespace PolicyGate.Gateway.Demo;

/// <summary>Starts a gateway, plays the sample episodes to it over a real socket, and tells how it went.</summary>
internal sealed class DemoRun(DemoRequest request, IDemoView view, ILoggerFactory loggers, TimeProvider time)
{
    /// <returns>Whether every observation was answered with the recorded chunk, and the page was written.</returns>
    public async Task<bool> RunAsync(CancellationToken cancel)
    {
        try
        {
            var errors = new List<string>();
            PolicyDescription? policy = PolicyFolderReader.Read(request.Samples.Policy, new LimitsOptions(), errors);
            if (policy is null)
                throw new InvalidDataException($"{request.Samples.Policy}: {string.Join("; ", errors)}");
            return await RunAsync(policy, RecordedEpisodes.Open(request.Samples.Episodes), cancel);
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException or InvalidDataException)
        {
            view.Say($"The demo cannot go on: {failure.Message}");
            return false;
        }
    }

    private async Task<bool> RunAsync(PolicyDescription policy, RecordedEpisodes recording, CancellationToken cancel)
    {
        using var folder = new ScratchFolder("policygate-demo-");
        var player = new EpisodePlayer(recording, request.Period, time);
        var tally = new DemoTally(player.Ticks);
        view.Say($"Gateway: policy {policy.Name} on {request.Backend}, behind the socket of an OpenArm robot.");
        view.Say($"Robot: {recording.Episodes} recorded episodes, {EpisodePlayer.Rounds} times, an observation every "
            + $"{request.Period.TotalMilliseconds:0} ms.");
        TimeSpan? loadTime = await PlayAsync(policy, player, tally, folder, cancel);
        if (loadTime is null)
            return false;
        var report = new DemoReport
        {
            Tally = tally,
            Recording = recording,
            Frames = ReadFrames(policy, recording, folder),
            Policy = policy.Name,
            Backend = request.Backend,
            SeenCameras = SeenCameras(policy),
            Joints = policy.Outputs[0].Names,
            LoadTime = loadTime.Value,
            Made = time.GetLocalNow(),
        };
        await File.WriteAllTextAsync(request.Html, DemoPage.Create(report), cancel);
        Summarize(report);
        return tally.Succeeded;
    }

    /// <returns>From the start until the policy was warm; null where it did not become so.</returns>
    private async Task<TimeSpan?> PlayAsync(
        PolicyDescription policy, EpisodePlayer player, DemoTally tally, ScratchFolder folder, CancellationToken cancel)
    {
        string socket = folder.PathOf("policy-server.socket");
        long started = time.GetTimestamp();
        await using GatewayHost host = GatewayHost.Start(
            DemoGateway.Configure(request, policy.Name, socket), loggers, time);
        if (await host.Ready.WaitAsync(cancel) is GatewayError error)
        {
            view.Say($"The gateway cannot serve {policy.Name}: {error.Message}");
            return null;
        }
        TimeSpan loadTime = time.GetElapsedTime(started);
        using OpenArmRobot robot = await OpenArmRobot.ConnectAsync(
            new OpenArmRobotOptions { SocketPath = socket }, time, cancel);
        await view.FollowAsync(tally, changed => player.PlayAsync(robot, tally, changed, cancel));
        return loadTime;
    }

    private List<DemoFrame> ReadFrames(PolicyDescription policy, RecordedEpisodes recording, ScratchFolder folder)
    {
        IReadOnlyList<string> cameras = FrameReader.FindCameras(
            recording.Ticks[0].Metadata, SeenCameras(policy));
        using var reader = new FrameReader(folder, cameras, time);
        return [.. recording.Ticks.Select(reader.Read)];
    }

    private static List<string> SeenCameras(PolicyDescription policy) =>
        [.. policy.Inputs.Where(input => input.Spec.Role == TensorRole.Image)
            .Select(input => input.Spec.Name[TensorRoles.ImagePrefix.Length..])];

    private void Summarize(DemoReport report)
    {
        DemoTally tally = report.Tally;
        view.Say("");
        view.Say($"{tally.Observations} observations, {tally.Chunks} chunks, {tally.SkipText}; "
            + $"round trip p50 {tally.RoundTrip(50).TotalMilliseconds:0.0} ms, "
            + $"p99 {tally.RoundTrip(99).TotalMilliseconds:0.0} ms.");
        view.Say(report.Verdict);
        view.Say($"Pictures and joints over time: {request.Html}");
        view.Say("");
        view.Say("Next:");
        foreach ((string command, string does) in NextCommands.All)
        {
            view.Say($"  {command}");
            view.Say($"      {does}");
        }
    }
}
