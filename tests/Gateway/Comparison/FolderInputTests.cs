using PolicyGate.Gateway.Comparison.Inputs;
using PolicyGate.Gateway.Limits;
using PolicyGate.Gateway.Recording;
using PolicyGate.Tests.Fixtures;

namespace PolicyGate.Tests.Gateway.Comparison;

public sealed class FolderInputTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("policygate-tests-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Theory]
    [InlineData("openarm-captured/two-episodes", "requests", 6, 2)]
    [InlineData("reach-episodes", "ticks", 24, 3)]
    public void Lists_of_requests_are_read_with_their_episodes(string folder, string kind, int ticks, int episodes)
    {
        RecordedTick[] read = Read(Path.Combine(GoldenData.Root, folder), kind, out ITickInput input);
        read.Length.ShouldBe(ticks);
        read.Count(tick => tick.BeginsEpisode).ShouldBe(episodes);
        read.Select(tick => tick.Tick).ShouldBe(Enumerable.Range(0, ticks).Select(i => (long)i));
        input.Unreadable.ShouldBeEmpty();
        input.Manifest.ShouldBeNull();
    }

    [Fact]
    public void Cases_of_an_index_are_robots_of_their_own_and_an_empty_file_is_listed()
    {
        RecordedTick[] read = Read(Path.Combine(GoldenData.Root, "openarm"), "index", out ITickInput input);
        read.Select(tick => tick.Session).ShouldBeUnique();
        read.ShouldContain(tick => tick.Session == "half");
        input.Unreadable.ShouldHaveSingleItem().ShouldContain("empty.arrow is empty");
    }

    [Fact]
    public void Whatever_is_wrong_with_one_is_listed_once_and_the_others_are_read()
    {
        File.WriteAllBytes(At("good.arrow"), [1, 2, 3]);
        File.WriteAllBytes(At("cut.arrow.gz"), [0x1F, 0x8B, 8]);
        File.WriteAllLines(At("requests.jsonl"),
        [
            """{"name": "inference", "data_path": "/somewhere/good.arrow", "reset": true, "metadata": {}}""",
            """{"name": "inference", "data_path": "gone.arrow"}""",
            """{"name": "inference", "data_path": "cut.arrow"}""",
            "not json",
            """{"name": "inference"}""",
            """{"name": "inference", "data_path": "good.arrow"}""",
        ]);

        RecordedTick[] read = Read(_folder, "requests", out ITickInput input);
        read.Length.ShouldBe(2);
        string[] expected = ["line 2: neither", "line 3: ", "line 4: no request", "line 5: no request"];
        input.Unreadable.Count.ShouldBe(expected.Length);
        for (int i = 0; i < expected.Length; i++)
            input.Unreadable[i].ShouldContain(expected[i]);
        input.Read().Count().ShouldBe(2);
        input.Unreadable.Count.ShouldBe(expected.Length);
    }

    [Fact]
    public void A_folder_without_any_of_them_names_what_it_could_be()
    {
        TickInputs.Open(_folder, new LimitsOptions(), out ITickInput? input, out _).ShouldNotBeNull().Message
            .ShouldContain("requests.jsonl, ticks.jsonl, index.json");
        input.ShouldBeNull();
    }

    private string At(string file) => Path.Combine(_folder, file);

    private static RecordedTick[] Read(string folder, string kind, out ITickInput input)
    {
        TickInputs.Open(folder, new LimitsOptions(), out ITickInput? opened, out string found).ShouldBeNull();
        found.ShouldBe(kind);
        input = opened.ShouldNotBeNull();
        return [.. input.Read()];
    }
}
