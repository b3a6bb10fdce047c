using System.Text.Json;
using PolicyGate.RobotClient.OpenArm;

namespace PolicyGate.Tests.RobotClient.OpenArm;

public sealed class RecordedEpisodesTests : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("policygate-test-");

    public void Dispose() => _folder.Delete(recursive: true);

    [Fact]
    public void The_samples_are_two_episodes_of_eight_ticks()
    {
        var recording = RecordedEpisodes.Open(Repository.At("samples/episodes/reach"));
        recording.Episodes.ShouldBe(2);
        recording.Ticks.Select(tick => tick.Episode).ShouldBe([.. Enumerable.Repeat(0, 8), .. Enumerable.Repeat(1, 8)]);
        recording.Ticks.Where(tick => tick.First).Select(tick => tick.Number).ShouldBe([0, 8]);
        recording.Ticks.ShouldAllBe(tick => tick.Answer.Positions.Count == 20);

        using var file = new MemoryStream();
        OpenArmObservation observation = recording.Ticks[8].Read(file);
        observation.Reset.ShouldBeTrue();
        observation.File.Span[..6].SequenceEqual("ARROW1"u8).ShouldBeTrue();
        observation.File.Length.ShouldBeGreaterThan(5 * 600 * 960 * 3);
    }

    [Fact]
    public void Files_may_lie_unpacked_and_the_recording_may_have_moved()
    {
        File.WriteAllBytes(Path.Combine(_folder.FullName, "a.arrow"), [1, 2, 3]);
        Write(Tick("/dev/shm/elsewhere/a.arrow"));
        using var file = new MemoryStream();
        OpenArmObservation observation = RecordedEpisodes.Open(_folder.FullName).Ticks[0].Read(file);
        observation.File.ToArray().ShouldBe([1, 2, 3]);
        observation.Reset.ShouldBeTrue();
    }

    [Fact]
    public void A_missing_observation_is_told_with_its_line()
    {
        Write(Tick("b.arrow"));
        ShouldFail("line 1", "b.arrow");
    }

    [Fact]
    public void A_broken_line_is_told_with_its_number()
    {
        Write("{\"request\":");
        ShouldFail("line 1");
    }

    [Fact]
    public void A_recording_without_ticks_is_none()
    {
        Write();
        ShouldFail("has no ticks");
    }

    private static string Tick(string dataPath) => JsonSerializer.Serialize(new
    {
        request = new { data_path = dataPath, metadata = new { } },
        answer = new { positions = new[] { new[] { 1 } }, interval = 1 },
    });

    private void Write(params string[] lines) =>
        File.WriteAllLines(Path.Combine(_folder.FullName, "ticks.jsonl"), lines);

    private void ShouldFail(params string[] parts)
    {
        string message = Should.Throw<InvalidDataException>(() => RecordedEpisodes.Open(_folder.FullName)).Message;
        foreach (string part in parts)
            message.ShouldContain(part);
    }
}
