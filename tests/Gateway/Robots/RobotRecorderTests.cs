using System.Text.Json;
using PolicyGate.Formats.Arrow;
using PolicyGate.Gateway.Limits;
using PolicyGate.Gateway.Recording;
using PolicyGate.Gateway.Robots;
using PolicyGate.Gateway.Sessions;
using PolicyGate.RobotClient.LeRobot;
using PolicyGate.Tests.Fixtures;
using PolicyGate.Tests.Gateway.CommandLine;

namespace PolicyGate.Tests.Gateway.Robots;

/// <summary>A robot's recording: what it saw and was told as a gateway's ticks, what it did beside them.</summary>
public sealed class RobotRecorderTests : IDisposable
{
    private readonly RecordedRun _run = new();

    public void Dispose() => _run.Dispose();

    [Fact]
    public void A_tick_is_an_observation_with_its_answer()
    {
        _run.Record(recorder =>
        {
            recorder.Began(RobotMessages.Features, RobotMessages.Instructions("user/pick"));
            foreach (long timestep in new long[] { 0, 3, 5 })
                Send(recorder, timestep);
            // The server went by the newest it had.
            Answer(recorder, 3);
            Answer(recorder, 5);
        });
        List<RecordedTick> ticks = _run.Ticks();
        ticks.Count.ShouldBe(2);
        foreach ((RecordedTick tick, long timestep) in ticks.Zip([3L, 5L]))
        {
            (tick.Session, tick.Route, tick.Wire).ShouldBe(("robot/1", "robot", RecordedWire.LeRobot));
            tick.Request.ToArray().ShouldBe(LeRobotRobot.DataMessage(1, RobotMessages.Instructions("user/pick")));
            tick.Observation.ToArray().ShouldBe(RobotMessages.Observation(timestep));
            tick.Reply.ToArray().ShouldBe(RobotMessages.Actions(timestep));
            tick.Chunk.ToArray().ShouldBe(RobotMessages.Rows(timestep));
            (tick.Width, tick.Outcome, tick.Error).ShouldBe((2, TickOutcome.Chunk, null));
            tick.IntervalNanoseconds.ShouldBe(33_333_300);
            tick.Run.ShouldBeNull();
            tick.Clock!.Value.Ran.ShouldBeGreaterThanOrEqualTo(tick.Clock.Value.Asked);
        }
        ticks.Select(tick => (tick.Tick, tick.BeginsEpisode)).ShouldBe([(0, true), (1, false)]);
    }

    [Fact]
    public void An_episode_begins_and_other_instructions_are_another_session()
    {
        _run.Record(recorder =>
        {
            foreach (string policy in new[] { "pick", "pick", "place" })
            {
                recorder.Began(RobotMessages.Features, RobotMessages.Instructions(policy));
                for (int i = 0; i < 2; i++)
                {
                    Send(recorder, i);
                    Answer(recorder, i);
                }
            }
        });
        _run.Ticks().Select(tick => (tick.Session, tick.Tick, tick.BeginsEpisode)).ShouldBe(
        [
            ("robot/1", 0, true), ("robot/1", 1, false), ("robot/1", 2, true), ("robot/1", 3, false),
            ("robot/2", 0, true), ("robot/2", 1, false),
        ]);
    }

    [Fact]
    public void What_was_refused_doubled_or_no_answer_at_all_is_there_with_its_reason()
    {
        _run.Record(recorder =>
        {
            recorder.Began(RobotMessages.Features, RobotMessages.Instructions("pick"));
            Send(recorder, 0);
            recorder.Answered(0, RobotMessages.TimestampOf(0), RobotMessages.Actions(0), "it is 3.0 s old");
            recorder.Answered(0, RobotMessages.TimestampOf(0), RobotMessages.Actions(0), "it came before");
            Send(recorder, 1);
            recorder.Answered(1, RobotMessages.TimestampOf(1), RobotMessages.Actions(1, width: 3), "of another width");
            Send(recorder, 2);
            recorder.Answered(2, RobotMessages.TimestampOf(2), "cos\nsystem\n."u8, "no answer");
            Send(recorder, 3);
            recorder.Answered(3, RobotMessages.TimestampOf(3), [], refused: null);
        });
        List<RecordedTick> ticks = _run.Ticks();
        ticks.ShouldAllBe(tick => tick.Outcome == TickOutcome.Skip);
        ticks[0].Error.ShouldBe("it is 3.0 s old");
        ticks[0].Chunk.ToArray().ShouldBe(RobotMessages.Rows(0));
        ticks[1].Error.ShouldBe("it came before");
        ticks[1].Observation.IsEmpty.ShouldBeTrue();
        ticks[2].Error.ShouldBe("its actions are not all of 2 values");
        ticks[2].Chunk.IsEmpty.ShouldBeTrue();
        ticks[3].Error!.ShouldContain("system");
        ticks[4].Error.ShouldBe("the server had no actions for it");
        ticks[4].Reply.IsEmpty.ShouldBeTrue();
    }

    [Fact]
    public void Answers_before_the_robot_has_sent_anything_are_counted_and_harm_nothing()
    {
        _run.Record(recorder =>
        {
            // Another robot's, of a server with one queue for all; and what cannot be read.
            Answer(recorder, 7);
            recorder.Answered(-1, 0, "cos\nsystem\n."u8, "malformed");
            recorder.Began(RobotMessages.Features, RobotMessages.Instructions("pick"));
            Send(recorder, 0);
            Answer(recorder, 0);
        });
        RecordedTick tick = _run.Ticks().ShouldHaveSingleItem();
        (tick.Tick, tick.BeginsEpisode, tick.Outcome).ShouldBe((0, true, TickOutcome.Chunk));
        _run.Log.All.ShouldContain(line => line.Contains("recorded 1 ticks, 2 were not recorded"));
    }

    [NeedsPythonFact("openarm")]
    public async Task What_was_done_is_an_Arrow_stream_of_its_own()
    {
        _run.Record(recorder =>
        {
            for (int episode = 0; episode < 2; episode++)
            {
                recorder.Began(RobotMessages.Features, RobotMessages.Instructions("pick"));
                for (int i = 0; i < 3; i++)
                    recorder.Acted(i, 3 - i, [i, 0.5f], [i, 0.25f]);
            }
        });
        JsonElement[] rows = await _run.ReadActions();
        rows[0].GetProperty("policygate.actions.format").GetString().ShouldBe("1");
        rows[0].GetProperty("policygate.actions.names").GetString().ShouldBe("""["pan.pos","lift.pos"]""");
        rows.Length.ShouldBe(1 + 6);
        for (int i = 0; i < 6; i++)
        {
            JsonElement row = rows[1 + i];
            row.GetProperty("session").GetString().ShouldBe("robot/1");
            row.GetProperty("episode").GetInt64().ShouldBe(i / 3);
            row.GetProperty("timestep").GetInt64().ShouldBe(i % 3);
            row.GetProperty("queued").GetInt32().ShouldBe(3 - (i % 3));
            row.GetProperty("action").Deserialize<float[]>().ShouldBe([i % 3, 0.5f]);
            row.GetProperty("command").Deserialize<float[]>().ShouldBe([i % 3, 0.25f]);
            if (i > 0)
                row.GetProperty("monotonic_ns").GetInt64().ShouldBeGreaterThanOrEqualTo(
                    rows[i].GetProperty("monotonic_ns").GetInt64());
        }
    }

    [Fact]
    public void Its_columns_are_those_of_the_page()
    {
        string page = File.ReadAllText(Repository.At("docs/recording.md"));
        string section = page[page.IndexOf("`actions.arrows`, an", StringComparison.Ordinal)..];
        foreach (ArrowColumnType column in ActionColumns.All)
            section.ShouldContain($"\n| `{column.Name}` | ");
    }

    [NeedsPythonFact("openarm")]
    public async Task Cut_in_the_middle_of_a_command_those_before_it_are_read()
    {
        _run.Record(recorder =>
        {
            recorder.Began(RobotMessages.Features, RobotMessages.Instructions("pick"));
            for (int i = 0; i < 5; i++)
                recorder.Acted(i, 1, [i, i], [i, i]);
        });
        using (FileStream file = File.OpenWrite(_run.Actions))
            file.SetLength(file.Length - 100);
        (await _run.ReadActions()).Length.ShouldBe(1 + 4);
    }

    [Fact]
    public void What_finds_no_room_is_counted_and_told()
    {
        // An observation with its answer takes more than that.
        _run.Record(
            recorder =>
            {
                recorder.Began(RobotMessages.Features, RobotMessages.Instructions("pick"));
                Send(recorder, 0);
                Answer(recorder, 0);
            },
            new LimitsOptions { RecordingQueueBytes = 500 });
        _run.Ticks().ShouldBeEmpty();
        _run.Log.All.ShouldContain(line => line.Contains("recorded 0 ticks, 1 were not recorded"));
    }

    [Fact]
    public void Actions_stop_at_a_segments_size_and_that_is_told()
    {
        _run.Record(
            recorder =>
            {
                recorder.Began(RobotMessages.Features, RobotMessages.Instructions("pick"));
                for (int i = 0; i < 20; i++)
                    recorder.Acted(i, 1, [i, i], [i, i]);
            },
            new LimitsOptions { RecordingSegmentBytes = 4096 });
        new FileInfo(_run.Actions).Length.ShouldBeInRange(4096, 8192);
        _run.Log.All.ShouldContain(line => line.Contains("actions are not recorded any more"));
    }

    [Fact]
    public void Inspect_says_whose_it_is_and_replay_what_is_missing()
    {
        _run.Record(recorder =>
        {
            recorder.Began(RobotMessages.Features, RobotMessages.Instructions("user/pick"));
            Send(recorder, 0);
            Answer(recorder, 0);
        });
        var inspected = CommandLineRun.Of("inspect", _run.Folder);
        inspected.ExitCode.ShouldBe(0, inspected.Output);
        inspected.Output.ShouldContain("recorded by a robot: 'user/pick' of the LeRobot server 127.0.0.1:8080");
        inspected.Output.ShouldContain("1 tick of 1 session in 1 run");
        var replayed = CommandLineRun.Of("replay", _run.Folder);
        replayed.ExitCode.ShouldBe(2);
        replayed.Error.ShouldContain("name a policy by --policy FOLDER --backend NAME, or ask a server by --against");
    }

    private static void Send(ILeRobotRecorder recorder, long timestep) =>
        recorder.Sent(timestep, RobotMessages.TimestampOf(timestep), RobotMessages.Observation(timestep));

    private static void Answer(ILeRobotRecorder recorder, long timestep) => recorder.Answered(
        timestep, RobotMessages.TimestampOf(timestep), RobotMessages.Actions(timestep), refused: null);
}
