using System.Text.RegularExpressions;
using PolicyGate.Gateway.Demo;
using PolicyGate.RobotClient;
using PolicyGate.RobotClient.OpenArm;

namespace PolicyGate.Tests.Gateway.Demo;

public sealed partial class DemoPageTests
{
    private const int MaximumBytes = 3 << 20;

    [Fact]
    public async Task The_page_needs_nothing_from_elsewhere()
    {
        string page = DemoPage.Create(await Report((_, recorded) => RecordedAnswers.Line(recorded)));
        page.Length.ShouldBeLessThan(MaximumBytes);
        string text = WithoutPictures(page);
        text.ShouldNotContain("http", Case.Insensitive);
        text.ShouldNotContain("url(", Case.Insensitive);
        text.ShouldNotContain("@import", Case.Insensitive);
        text.ShouldNotContain("<link", Case.Insensitive);
        Source().Count(page).ShouldBe(16 * 5);
        Source().Matches(page).ShouldAllBe(source => source.Groups["value"].Value.StartsWith("data:image/png;base64,"));
    }

    [Fact]
    public async Task It_has_the_figures_and_a_chart_for_each_joint_of_the_right_arm()
    {
        string page = DemoPage.Create(await Report((number, recorded) =>
            RecordedAnswers.Line(recorded, number % 8 == 0 ? 0 : 1, error: number == 3 ? 5e-5f : 0)));
        page.ShouldContain("Every observation answered, every chunk as recorded");
        page.ShouldContain("brought the gripper to the cube");
        page.ShouldContain("<span class=\"value\">5.0e-5</span>");
        page.ShouldContain("<span class=\"value\">32</span>");
        page.ShouldContain("<span class=\"value\">28</span>");
        Chart().Count(page).ShouldBe(2 * 8);
        page.ShouldContain("right gripper");
        page.ShouldContain("policygate serve --policy FOLDER --backend Onnx --socket /dev/shm/policy-server.socket");
        WithoutPictures(page).ShouldNotContain("NaN");
    }

    [Fact]
    public async Task A_failed_demo_says_so_and_why()
    {
        string page = DemoPage.Create(await Report((number, recorded) => number switch
        {
            0 => RecordedAnswers.Line(recorded),
            1 => """{"positions":[],"error":{"code":"Internal","message":"<b>out of luck</b>"}}""",
            _ => null,
        }));
        page.ShouldContain("The gateway failed the demo");
        page.ShouldContain("&lt;b&gt;out of luck&lt;/b&gt;");
        page.ShouldNotContain("brought the gripper to the cube");
    }

    [Fact]
    public async Task Nothing_answered_at_all_still_makes_a_page() =>
        DemoPage.Create(await Report((_, _) => null)).ShouldContain("closed the connection");

    /// <summary>Base64 holds any word by chance.</summary>
    private static string WithoutPictures(string page) => Picture().Replace(page, "");

    private static async Task<DemoReport> Report(Func<int, OpenArmAnswer, string?> answer)
    {
        DemoTally tally = await PlayedDemo.Play(answer);
        using var folder = new ScratchFolder("policygate-test-");
        string[] seen = ["head_left", "wrist_left", "wrist_right"];
        IReadOnlyList<string> cameras = FrameReader.FindCameras(PlayedDemo.Recording.Ticks[0].Metadata, seen);
        cameras.ShouldBe(["head_left", "wrist_left", "wrist_right", "head_right", "ceiling"]);
        using var frames = new FrameReader(folder, cameras, TimeProvider.System);
        return new DemoReport
        {
            Tally = tally,
            Recording = PlayedDemo.Recording,
            Frames = [.. PlayedDemo.Recording.Ticks.Select(frames.Read)],
            Policy = "reach",
            Backend = "Onnx",
            SeenCameras = seen,
            Joints = [.. Enumerable.Range(1, 7).Select(joint => $"right_joint{joint}"), "right_gripper"],
            LoadTime = TimeSpan.FromMilliseconds(420),
            Made = DateTimeOffset.UnixEpoch,
        };
    }

    [GeneratedRegex("src=\"(?<value>[^\"]{1,40})", RegexOptions.CultureInvariant, 10_000)]
    private static partial Regex Source();

    [GeneratedRegex("base64,[A-Za-z0-9+/=]+", RegexOptions.CultureInvariant, 10_000)]
    private static partial Regex Picture();

    [GeneratedRegex("<svg class=\"joint\"", RegexOptions.CultureInvariant, 10_000)]
    private static partial Regex Chart();
}
