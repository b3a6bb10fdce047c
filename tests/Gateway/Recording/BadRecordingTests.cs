using System.Text;
using PolicyGate.Gateway.Errors;
using PolicyGate.Gateway.Limits;
using PolicyGate.Gateway.Recording;

namespace PolicyGate.Tests.Gateway.Recording;

/// <summary>Recordings that are cut, edited, newer than this gateway, or not what they should be.</summary>
public sealed class BadRecordingTests : IAsyncLifetime
{
    private RecordedRobot _robot = null!;

    public async Task InitializeAsync()
    {
        _robot = await RecordedRobot.Start();
        _robot.Ask(_robot.Request, times: 3);
        await _robot.Stop();
    }

    public Task DisposeAsync() => _robot.DisposeAsync().AsTask();

    [Fact]
    public void Cut_before_its_first_tick_it_is_empty_and_says_so()
    {
        Write([]);
        RecordingInput input = Open();
        input.Read().ShouldBeEmpty();
        input.Unreadable.ShouldHaveSingleItem().ShouldContain("it is empty");
    }

    [Fact]
    public void Any_byte_may_be_another_one_and_nothing_breaks()
    {
        byte[] whole = File.ReadAllBytes(_robot.Segment);
        var random = new Random(4711);
        for (int i = 0; i < 400; i++)
        {
            byte[] edited = [.. whole];
            // Mostly where it says what is where.
            int at = random.Next(i % 2 == 0 ? 6000 : edited.Length);
            edited[at] ^= (byte)random.Next(1, 256);
            Write(edited);
            RecordingInput input = Open();
            foreach (RecordedTick tick in input.Read())
                _ = tick.Request.Length + tick.Raw.Length + tick.Session.Length;
        }
    }

    [Fact]
    public void An_edited_tick_is_listed_and_those_behind_it_are_read()
    {
        byte[] edited = File.ReadAllBytes(_robot.Segment);
        int word = edited.AsSpan().LastIndexOf("openarm"u8);
        "tcpdump"u8.CopyTo(edited.AsSpan(edited.AsSpan(0, word).LastIndexOf("openarm"u8)));
        Write(edited);

        RecordingInput input = Open();
        input.Read().Select(tick => tick.Tick).ShouldBe([0, 2]);
        string line = input.Unreadable.ShouldHaveSingleItem();
        line.ShouldStartWith(_robot.Segment);
        line.ShouldContain("wire is 'tcpdump', which is unknown here");
        // And no second time.
        input.Read().Count().ShouldBe(2);
        input.Unreadable.Count.ShouldBe(1);
    }

    [Theory]
    [InlineData("policygate.recording.format", "policygate.recording.fornat", "does not say policygate.recording")]
    [InlineData("limited_rows", "limitet_rows", "the column limited_rows is missing")]
    public void A_schema_that_is_none_of_ours_is_named(string before, string after, string message)
    {
        byte[] edited = File.ReadAllBytes(_robot.Segment);
        Encoding.UTF8.GetBytes(after).CopyTo(edited, edited.AsSpan().IndexOf(Encoding.UTF8.GetBytes(before)));
        Write(edited);

        RecordingInput input = Open();
        input.Read().ShouldBeEmpty();
        input.Unreadable.ShouldHaveSingleItem().ShouldContain(message);
    }

    [Fact]
    public void A_newer_recording_is_refused_and_says_so()
    {
        string manifest = Path.Combine(_robot.Run, RecordingManifest.FileName);
        File.WriteAllText(manifest, """{"format":2,"something":"else"}""");

        GatewayError error = RecordingInput.Open(_robot.Folder, new LimitsOptions(), out _).ShouldNotBeNull();
        error.Code.ShouldBe(ErrorCode.Unsupported);
        error.Message.ShouldContain("is of format 2, this gateway reads up to 1");
    }

    [Theory]
    [InlineData("not json", "is not what a gateway has written")]
    [InlineData("[]", "says no format")]
    [InlineData("""{"format":1}""", "is not what a gateway has written")]
    public void A_manifest_that_is_none_is_named(string content, string message)
    {
        File.WriteAllText(Path.Combine(_robot.Run, RecordingManifest.FileName), content);

        RecordingInput.Open(_robot.Folder, new LimitsOptions(), out _).ShouldNotBeNull().Message.ShouldContain(message);
    }

    [Fact]
    public void What_is_there_in_the_place_of_something_else_is_named()
    {
        var limits = new LimitsOptions();
        RecordingInput.Open(_robot.Segment, limits, out _).ShouldNotBeNull().Message.ShouldContain("is a file; name");
        RecordingInput.Open("/nowhere/at/all", limits, out _).ShouldNotBeNull().Code.ShouldBe(ErrorCode.NotFound);
        string segment = _robot.Segment;
        File.Delete(segment);
        Directory.CreateDirectory(segment);
        RecordingInput input = Open();
        input.Read().ShouldBeEmpty();
        input.Unreadable.ShouldHaveSingleItem().ShouldContain("it is no regular file");

        string manifest = Path.Combine(_robot.Run, RecordingManifest.FileName);
        File.Delete(manifest);
        RecordingInput.Open(_robot.Folder, limits, out _).ShouldNotBeNull().Message
            .ShouldContain("it has no recording.json");
        Directory.CreateDirectory(manifest);
        RecordingInput.Open(_robot.Run, limits, out _).ShouldNotBeNull().Message.ShouldContain("is a folder");
    }

    [Fact]
    public void Of_several_runs_those_that_can_be_read_are()
    {
        string run = Path.GetFileName(_robot.Run);
        string manifest = Path.Combine(_robot.Run, RecordingManifest.FileName);
        string segment = _robot.Segment;
        string other = Path.Combine(_robot.Folder, "00000000-000000-1");
        Directory.CreateDirectory(Path.Combine(other, "act-tiny"));
        File.Copy(segment, Path.Combine(other, "act-tiny", "000001.arrows"));
        RecordingInput broken = Open();
        broken.Read().Count().ShouldBe(3);
        broken.Unreadable.ShouldHaveSingleItem().ShouldContain("it has no recording.json");

        File.Copy(manifest, Path.Combine(other, RecordingManifest.FileName));
        Open().Read().Select(tick => tick.Session).Distinct()
            .ShouldBe(["00000000-000000-1/policy.socket#1/1", $"{run}/policy.socket#1/1"]);
        Open().Runs.Count.ShouldBe(2);
    }

    [Fact]
    public void A_tick_beyond_the_limits_is_listed()
    {
        RecordingInput input = _robot.Open(new LimitsOptions { ArrowMetadataBytes = 512 });
        input.Read().ShouldBeEmpty();
        input.Unreadable.ShouldHaveSingleItem().ShouldContain("at most 512 are read");
    }

    private RecordingInput Open() => _robot.Open();

    private void Write(ReadOnlySpan<byte> segment) => File.WriteAllBytes(_robot.Segment, segment.ToArray());
}
