using PolicyGate.Gateway.Demo;
using PolicyGate.RobotClient.OpenArm;
using PolicyGate.Tests.Fixtures;

namespace PolicyGate.Tests.Gateway.Demo;

/// <summary>The sample episodes, played as fast as it goes to a server that answers as the test says.</summary>
internal static class PlayedDemo
{
    public static RecordedEpisodes Recording { get; } = RecordedEpisodes.Open(Repository.At("samples/episodes/reach"));

    /// <param name="answer">From the number of a request and what was recorded to the answer's line.</param>
    public static async Task<DemoTally> Play(Func<int, OpenArmAnswer, string?> answer)
    {
        int requests = 0;
        using var server = new FakePolicyServer(_ =>
        {
            int number = requests++;
            return answer(number, Recording.Ticks[number % Recording.Ticks.Count].Answer);
        });
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(60));
        using OpenArmRobot robot = await OpenArmRobot.ConnectAsync(
            new OpenArmRobotOptions { SocketPath = server.SocketPath }, TimeProvider.System, patience.Token);
        var player = new EpisodePlayer(Recording, TimeSpan.Zero, TimeProvider.System);
        var tally = new DemoTally(player.Ticks);
        await player.PlayAsync(robot, tally, () => { }, patience.Token);
        return tally;
    }
}
