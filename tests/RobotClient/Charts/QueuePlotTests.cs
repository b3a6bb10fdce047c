using System.Globalization;
using System.Xml.Linq;
using PolicyGate.RobotClient.Charts;
using PolicyGate.RobotClient.LeRobot;

namespace PolicyGate.Tests.RobotClient.Charts;

/// <summary>The queue's size over time as a picture.</summary>
public sealed class QueuePlotTests
{
    private const double Period = 1.0 / 30;

    [Fact]
    public void A_hold_is_shaded_and_the_line_is_interrupted_there()
    {
        // Chunks of 4: two of them, half a second without, one more.
        (double, int)[] samples = [.. Chunk(0), .. Chunk(4), .. Chunk(8 + 15)];
        XElement svg = Draw(samples, seconds: 27 * Period, longest: 4);
        XElement hold = Elements(svg, "hold").ShouldHaveSingleItem();
        double pixels = 880 / (27 * Period);
        Number(hold, "x").ShouldBe(52 + (8 * Period * pixels), 0.2);
        Number(hold, "width").ShouldBe(15 * Period * pixels, 0.2);
        string path = Elements(svg, "size").Single().Attribute("d")!.Value;
        path.Count(c => c == 'M').ShouldBe(2);
        path.Count(c => c is 'M' or 'L').ShouldBe(samples.Length);
    }

    [Fact]
    public void A_late_period_with_actions_left_is_no_hold()
    {
        (double, int)[] samples = [(0, 4), (Period, 3), (3 * Period, 2), (4 * Period, 1)];
        Elements(Draw(samples, seconds: 5 * Period, longest: 4), "hold").ShouldBeEmpty();
    }

    [Fact]
    public void However_late_a_period_is_a_queue_that_goes_on_is_no_hold_and_one_that_was_given_up_is()
    {
        (double, int)[] late = [(0, 4), (Period, 3), (Period + 2, 2), (2 + (2 * Period), 1)];
        Elements(Draw(late, seconds: 2 + (3 * Period), longest: 4), "hold").ShouldBeEmpty();
        (double, int)[] givenUp = [(0, 4), (Period, 3), (Period + 2, 4), (2 + (2 * Period), 3)];
        Elements(Draw(givenUp, seconds: 2 + (3 * Period), longest: 4), "hold").Count.ShouldBe(1);
    }

    [Fact]
    public void What_was_not_kept_of_a_long_run_is_no_hold()
    {
        LeRobotClientReport report = Report(Chunk(0), seconds: 100, longest: 4);
        Elements(XElement.Parse(QueuePlot.Draw(report with { IsQueueCut = true }, Options())), "hold").ShouldBeEmpty();
        Elements(XElement.Parse(QueuePlot.Draw(report, Options())), "hold").Count.ShouldBe(1);
    }

    [Fact]
    public void The_wait_for_the_first_chunk_is_shaded_and_so_is_a_run_without_any()
    {
        Number(Elements(Draw(Chunk(30), seconds: 34 * Period, longest: 4), "hold").Single(), "x").ShouldBe(52, 0.01);
        XElement nothing = Draw([], seconds: 2, longest: 0);
        Number(Elements(nothing, "hold").Single(), "width").ShouldBe(880, 0.01);
        Elements(nothing, "size").ShouldBeEmpty();
        Elements(nothing, "threshold").ShouldBeEmpty();
    }

    [Fact]
    public void The_threshold_lies_at_its_share_of_the_longest_chunk()
    {
        XElement svg = Draw(Chunk(0), seconds: 1, longest: 40);
        XElement line = Elements(svg, "threshold").ShouldHaveSingleItem();
        Number(line, "y1").ShouldBe(46 + 220 - (0.25 * 220), 0.1);
        svg.Descendants().Any(text => text.Value == "an observation is sent from here down: 10").ShouldBeTrue();
    }

    [Fact]
    public void A_long_run_is_a_small_picture_that_hides_no_extreme()
    {
        var samples = new (double, int)[100_000];
        for (int i = 0; i < samples.Length; i++)
            samples[i] = (i * Period, 30 + (i % 20));
        samples[54_321].Item2 = 1;
        samples[76_543].Item2 = 97;
        string document = QueuePlot.Draw(Report(samples, samples.Length * Period, 100), Options());
        document.Length.ShouldBeLessThan(64 << 10);
        string path = Elements(XElement.Parse(document), "size").Single().Attribute("d")!.Value;
        path.ShouldContain($" {Y(1, 100)}L");
        path.ShouldContain($" {Y(97, 100)}L");
    }

    [Fact]
    public void It_says_what_it_shows_and_follows_the_readers_light()
    {
        XElement svg = Draw(Chunk(0), seconds: 1.5, longest: 4);
        svg.Attribute("aria-label")!.Value.ShouldBe("actions in the queue over 1.5 seconds");
        svg.ToString().ShouldContain("prefers-color-scheme: dark");
        svg.ToString().ShouldNotContain("href");
    }

    private static (double, int)[] Chunk(int first) =>
        [.. Enumerable.Range(0, 4).Select(i => ((first + i) * Period, 4 - i))];

    private static string Y(int size, int most) =>
        Math.Round(46 + 220 - ((double)size / most * 220), 1).ToString(CultureInfo.InvariantCulture);

    private static XElement Draw((double, int)[] samples, double seconds, int longest) =>
        XElement.Parse(QueuePlot.Draw(Report(samples, seconds, longest), Options()));

    private static LeRobotClientOptions Options() => new()
    {
        PolicyType = "act",
        PretrainedNameOrPath = "pick",
        ActionsPerChunk = 4,
        ChunkSizeThreshold = 0.25,
    };

    private static LeRobotClientReport Report((double Seconds, int Size)[] samples, double seconds, int longest) =>
        LeRobotClientReport.OfNothing with
        {
            Seconds = seconds,
            QueueSeconds = [.. samples.Select(sample => sample.Seconds)],
            QueueSizes = [.. samples.Select(sample => sample.Size)],
            LongestChunk = longest,
        };

    private static List<XElement> Elements(XElement svg, string style) =>
        [.. svg.Descendants().Where(element => element.Attribute("class")?.Value == style)];

    private static double Number(XElement element, string attribute) =>
        double.Parse(element.Attribute(attribute)!.Value, CultureInfo.InvariantCulture);
}
