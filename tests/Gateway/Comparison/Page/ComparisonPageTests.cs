using System.Text;
using System.Text.RegularExpressions;
using System.Xml;
using System.Xml.Linq;
using PolicyGate.Gateway.Comparison.Page;
using PolicyGate.Gateway.Comparison.Report;
using PolicyGate.Gateway.Recording;

namespace PolicyGate.Tests.Gateway.Comparison.Page;

public sealed partial class ComparisonPageTests
{
    private const int MaximumBytes = 4 << 20;
    private const string Hostile = "\"'><script>alert(1)</script>&amp;\u0007\uD800é";

    [Theory]
    [InlineData(nameof(VerdictOutcome.Same), "Same: on this input B answers as A does")]
    [InlineData(nameof(VerdictOutcome.Different), "Different: B would move the robot otherwise")]
    [InlineData(nameof(VerdictOutcome.Slower), "Slower: B answers as A does, but later")]
    public void The_verdict_comes_first_in_words(string verdict, string headline)
    {
        VerdictOutcome outcome = Enum.Parse<VerdictOutcome>(verdict);
        ComparisonReport report = SampleReport.Create(outcome);
        XElement page = Page(report);
        XElement header = page.Descendants("header").Single();
        Words(header.Element("h1")!).ShouldEndWith(headline);
        Words(header).ShouldContain(report.Verdict.Reasons[0]);
        Words(header).ShouldContain($"exit code {(int)outcome}");
        page.Descendants("main").Single().Elements().First().Name.LocalName.ShouldBe("header");
    }

    [Fact]
    public void A_difference_is_shown_by_joint_and_step_with_its_pictures()
    {
        XElement page = Page(SampleReport.Create(VerdictOutcome.Different));
        XElement[] cells = [.. Class(page, "figure", "map").Single().Descendants("g")];
        cells.Length.ShouldBe(SampleReport.Joints.Count * SampleReport.Steps);
        string[] beyond = [.. cells.Where(cell => cell.Element("circle") is not null)
            .Select(cell => cell.Element("title")!.Value.Split(',')[0]).Distinct()];
        beyond.ShouldBe(["right_joint4", "right_gripper"]);
        // Step 19 of joint 4: 0.0007 rad more with each step, and a thousandth is allowed.
        cells.Select(cell => cell.Element("title")!.Value)
            .ShouldContain("right_joint4, step 19 (0.67 s): 0.0133, 13.3 tolerances");

        XElement[] rows = [.. Class(page, "td", "beyond")];
        rows.Select(row => row.Parent!.Element("th")!.Value).ShouldBe(["right_joint4", "right_gripper"]);
        XElement[] ticks = [.. page.Descendants("article")];
        Words(ticks[0]).ShouldContain("right_joint4, step 19: 0.513 against 0.500");
        ticks[0].Descendants("img").Select(picture => picture.Attribute("alt")!.Value)
            .ShouldBe(["head_left, tick 12", "wrist_right, tick 12"]);
        ticks.Length.ShouldBe(2);
    }

    [Fact]
    public void Every_joint_is_overlaid_the_worst_first()
    {
        XElement page = Page(SampleReport.Create(VerdictOutcome.Different));
        XElement[] charts = [.. Id(page, "path").Descendants("figure")];
        charts.Length.ShouldBe(SampleReport.Joints.Count);
        Words(charts[0].Element("figcaption")!).ShouldBe("right_joint4 ≠ beyond tolerance");
        foreach (XElement chart in charts)
        {
            chart.Descendants("polyline").Select(line => line.Attribute("class")!.Value).ShouldBe(["line-a", "line-b"]);
            Class(chart, "path", "seam").Count().ShouldBe(20);
        }
    }

    [Fact]
    public void Times_guard_machine_and_command_are_told()
    {
        XElement page = Page(SampleReport.Create(VerdictOutcome.Slower));
        string latency = Words(Id(page, "latency"));
        latency.ShouldContain("B less A, median");
        latency.ShouldContain("+5.00 +4.90 to +5.10");
        Id(page, "latency").Descendants("svg").Count().ShouldBe(4, "histogram and time line of engine and tick");
        Words(Id(page, "outcomes")).ShouldContain("limited by the guard 3 5");
        Words(Id(page, "ground")).ShouldContain("A processor of four cores");
        Words(Id(page, "again")).ShouldContain(
            "policygate compare --input recordings/20261122-013500-4711 --a Onnx:samples/policies/reach "
            + "--b TorchSharp:samples/policies/reach --tolerance 0.001 --tolerance right_gripper=0.002 --seed 1");
    }

    [Fact]
    public void Input_that_cannot_be_read_is_listed_and_a_page_is_made_of_nothing_else()
    {
        XElement page = Page(SampleReport.Unusable());
        Words(page.Descendants("h1").Single())
            .ShouldEndWith("Nothing compared: there was no tick that both could answer");
        Id(page, "unreadable").Descendants("li").Count().ShouldBe(100);
        Words(Id(page, "unreadable")).ShouldContain("The first 100 of 250.");
        page.Descendants("svg").ShouldBeEmpty();
    }

    [Fact]
    public void Nothing_of_a_file_becomes_markup()
    {
        ComparisonReport report = Tainted();
        string text = Text(report);
        text.ShouldNotContain("<script");
        XElement page = Parse(text);
        page.Descendants("script").ShouldBeEmpty();
        // As text it is there, whole but for what no page can hold.
        Words(page).Split("\"'><script>alert(1)</script>&amp;\uFFFD\uFFFDé").Length.ShouldBeGreaterThan(30);
        page.Descendants().Attributes().Select(attribute => attribute.Name.LocalName)
            .ShouldAllBe(name => !name.StartsWith("on", StringComparison.Ordinal));
        Words(Id(page, "again")).ShouldContain("""--input '"'\''><script>""");
    }

    [Fact]
    public void The_page_needs_nothing_from_elsewhere()
    {
        string text = Pictures().Replace(Text(SampleReport.Create(VerdictOutcome.Different)), "");
        foreach (string outward in new[] { "http", "url(", "@import", "<link", "<script", "src=\"/", "srcset" })
            text.ShouldNotContain(outward, Case.Insensitive);
        XElement page = Page(SampleReport.Create(VerdictOutcome.Different));
        page.Descendants().Attributes("src").ShouldAllBe(source => source.Value.StartsWith("data:image/png;base64,"));
        string[] ids = [.. page.Descendants().Attributes("id").Select(id => id.Value)];
        page.Descendants().Attributes("href").Select(link => link.Value.TrimStart('#'))
            .ShouldAllBe(to => ids.Contains(to));
    }

    [Fact]
    public void A_large_report_makes_no_large_page()
    {
        string[] joints = [.. Enumerable.Range(0, 100).Select(i => $"joint_{i}")];
        ComparisonReport report = SampleReport.Create(VerdictOutcome.Different, joints);
        DifferenceFigures[] steps = [.. Enumerable.Repeat(report.Joints[3].Steps[19], 1000)];
        float[] minute = [.. Enumerable.Range(0, 3600).Select(i => MathF.Sin(i))];
        report = report with
        {
            Shared = report.Shared with { Steps = 1000 },
            Joints = [.. report.Joints.Select(joint => joint with { Steps = steps })],
            Path = report.Path! with { A = [.. joints.Select(_ => minute)], B = [.. joints.Select(_ => minute)] },
            Worst = [.. Enumerable.Range(0, 50).Select(_ => report.Worst[0] with
            {
                A = [.. Enumerable.Range(0, 1000).Select(_ => new float[100])],
                B = [.. Enumerable.Range(0, 1000).Select(_ => new float[100])],
            })],
        };
        string text = Text(report);
        text.Length.ShouldBeLessThan(MaximumBytes);
        Parse(text).Descendants("article").Count().ShouldBe(8);
    }

    [Fact]
    public void NaN_and_infinity_are_told_and_break_no_chart()
    {
        ComparisonReport report = SampleReport.Create(VerdictOutcome.Different);
        var nan = new DifferenceFigures(100, double.NaN, double.NaN, 0, 0, double.PositiveInfinity);
        report = report with
        {
            Joints = [.. report.Joints.Select(
                joint => joint with { Model = nan, Steps = [nan, .. joint.Steps.Skip(1)] })],
            Path = report.Path! with { B = [.. report.Path.B.Select(_ => new[] { 0, float.NaN, 1, 1 })] },
            Worst = [report.Worst[0] with { B = [] }, report.Worst[1] with { B = [new float[16]] }],
        };
        XElement page = Page(report);
        Words(Id(page, "joints")).ShouldContain("NaN");
        string[] drawn = ["points", "d", "x", "y", "x1", "x2", "y1", "y2", "cx", "cy", "width", "height"];
        page.Descendants("svg").Descendants().Attributes().Where(a => drawn.Contains(a.Name.LocalName))
            .ShouldAllBe(attribute => !attribute.Value.Contains("NaN") && !attribute.Value.Contains('∞'));
    }

    private static ComparisonReport Tainted()
    {
        ComparisonReport report = SampleReport.Create(
            VerdictOutcome.Different, [.. Enumerable.Range(0, 16).Select(i => $"{i}{Hostile}")]);
        ComparedSide side = report.A with
        {
            Policy = Hostile, Backend = Hostile, Folder = Hostile, Device = Hostile, Engine = Hostile,
            Properties = new Dictionary<string, string> { [Hostile] = Hostile }, Cameras = [Hostile],
            Files = [new RecordedPolicyFile(Hostile, 1, Hostile)],
            Counts = report.A.Counts with
            {
                Reasons = new Dictionary<string, long> { [Hostile] = 1 }, FirstFailure = Hostile,
            },
        };
        return report with
        {
            A = side, B = side, Gateway = Hostile,
            Verdict = report.Verdict with { Reasons = [Hostile] },
            Input = report.Input with { Name = Hostile, Kind = Hostile, Unreadable = [Hostile], UnreadableCount = 1 },
            Shared = report.Shared with { Notes = [Hostile], Cameras = [Hostile] },
            Tolerance = report.Tolerance with { How = Hostile },
            Path = report.Path! with { Session = Hostile },
            Worst = [report.Worst[0] with
            {
                Session = Hostile, Reason = Hostile, Pictures = [report.Worst[0].Pictures[0] with { Camera = Hostile }],
            }],
        };
    }

    private static string Text(ComparisonReport report)
    {
        using var stream = new MemoryStream();
        ComparisonPage.Write(report, stream);
        return Encoding.UTF8.GetString(stream.ToArray());
    }

    private static XElement Page(ComparisonReport report) => Parse(Text(report));

    /// <summary>HTML that is XML as well has no tag left open and no quote forgotten.</summary>
    private static XElement Parse(string text)
    {
        using XmlReader reader = XmlReader.Create(
            new StringReader(text), new XmlReaderSettings { DtdProcessing = DtdProcessing.Ignore });
        return XDocument.Load(reader).Root!;
    }

    private static string Words(XElement element) => Spaces().Replace(
        string.Join(' ', element.DescendantNodes().OfType<XText>().Select(text => text.Value)), " ").Trim();

    private static IEnumerable<XElement> Class(XElement page, string name, string style) =>
        page.Descendants(name).Where(element => (element.Attribute("class")?.Value ?? "") == style);

    private static XElement Id(XElement page, string id) =>
        page.Descendants().Single(element => element.Attribute("id")?.Value == id);

    [GeneratedRegex("base64,[A-Za-z0-9+/=]+", RegexOptions.CultureInvariant, 10_000)]
    private static partial Regex Pictures();

    [GeneratedRegex(@"\s+", RegexOptions.CultureInvariant, 10_000)]
    private static partial Regex Spaces();
}
