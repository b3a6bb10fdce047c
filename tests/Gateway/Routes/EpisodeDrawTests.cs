using PolicyGate.Gateway.Configuration;
using PolicyGate.Gateway.Routes;

namespace PolicyGate.Tests.Gateway.Routes;

/// <summary>Which arm of a split an episode falls to.</summary>
public sealed class EpisodeDrawTests
{
    private const int Episodes = 10_000;

    [Fact]
    public void Shares_are_kept_over_many_episodes()
    {
        int[] drawn = new int[3];
        var draw = new EpisodeDraw(Split(seed: 1, 0.7, 0.2, 0.1));
        for (int episode = 0; episode < Episodes; episode++)
            drawn[draw.Draw(robot: episode % 7, episode)]++;

        // Five standard deviations of the binomial: 0.023 at most.
        (drawn[0] / (double)Episodes).ShouldBe(0.7, 0.023);
        (drawn[1] / (double)Episodes).ShouldBe(0.2, 0.02);
        (drawn[2] / (double)Episodes).ShouldBe(0.1, 0.015);
    }

    [Fact]
    public void The_same_seed_draws_the_same_and_another_another()
    {
        int[] first = Draws(seed: 1, robot: 0);

        Draws(seed: 1, robot: 0).ShouldBe(first);
        Draws(seed: 2, robot: 0).ShouldNotBe(first);
        Draws(seed: 1, robot: 1).ShouldNotBe(first);
    }

    private static int[] Draws(long seed, long robot)
    {
        var draw = new EpisodeDraw(Split(seed, 0.5, 0.5));
        return [.. Enumerable.Range(0, 64).Select(episode => draw.Draw(robot, episode))];
    }

    private static SplitConfig Split(long seed, params double[] shares) => new(
        [.. shares.Select((share, i) => new SplitArm(
            new PolicyConfig { Name = $"{i}", Folder = "/", Backend = "" }, share))], seed);
}
