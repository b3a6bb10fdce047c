using System.Diagnostics.Metrics;
using PolicyGate.Gateway.Observations;
using PolicyGate.Gateway.Recording;
using PolicyGate.Tests.Fixtures;

namespace PolicyGate.Tests.Gateway.Recording;

/// <summary>What a slow, full or missing disk costs: recordings, counted and said, and no robot anything.</summary>
public sealed class TickRecorderTests : RecordedTicksTest
{
    private readonly ManualResetEventSlim _disk = new(initialState: true);
    private string? _failure;

    public override void Dispose()
    {
        base.Dispose();
        _disk.Dispose();
    }

    [Fact]
    public void A_slow_disk_drops_ticks_counts_them_and_says_so_while_robots_go_on()
    {
        Limits.RecordingQueueTicks = 4;
        using var lost = new Counted(this, "policygate.recording.lost");
        using (TickRecorder recorder = Start(Gated))
        {
            SessionRecorder robot = Robot(recorder);
            Tick(robot);
            Eventually.Holds(() => recorder.Written == 1, () => "the first tick is not on the disk");
            _disk.Reset();
            // One is at the disk, three wait; nobody waits for the others. The first may still be on its way back.
            for (int i = 0; i < 50; i++)
                Tick(robot);
            lost.Value.ShouldBeInRange(45, 47);
            Log.Text.ShouldContain("ticks were not recorded in the last seconds: the disk is slower than the robots");
            _disk.Set();
        }
        long[] recorded = Recorded();
        recorded.Length.ShouldBe(51 - (int)lost.Value);
        recorded[..2].ShouldBe([0, 1]);
        Log.Text.ShouldContain($"recorded {recorded.Length} ticks; {lost.Value} were not recorded");
    }

    [Fact]
    public void A_tick_larger_than_all_that_may_wait_is_dropped()
    {
        Limits.RecordingQueueBytes = 10_000;
        using var lost = new Counted(this, "policygate.recording.lost");
        using (TickRecorder recorder = Start())
        {
            SessionRecorder robot = Robot(recorder);
            Shown = new byte[20_000];
            Tick(robot);
            Shown = new byte[100];
            Tick(robot);
        }
        Recorded().ShouldBe([1]);
        lost.Value.ShouldBe(1);
    }

    [Fact]
    public void A_full_disk_is_said_once_and_again_when_it_has_room_and_whole_ticks_stay()
    {
        var time = new ManualTime();
        using var lost = new Counted(this, "policygate.recording.lost");
        using (TickRecorder recorder = Start(Gated, time))
        {
            SessionRecorder robot = Robot(recorder);
            Written(recorder, robot, ticks: 3);
            _failure = "No space left on device";
            Tick(robot);
            Says("recording has stopped");
            for (int i = 0; i < 4; i++)
                Tick(robot);
            Eventually.Holds(() => lost.Value == 5, () => $"{lost.Value} were lost");
            _failure = null;
            time.Advance(TimeSpan.FromSeconds(2));
            Tick(robot);
            Says("recording again");
        }
        Recorded().ShouldBe([0, 1, 2, 8]);
        RecordingInput.Open(Recordings, new(), out RecordingInput? input).ShouldBeNull();
        input!.Read().Count().ShouldBe(4);
        input.Unreadable.ShouldBeEmpty();
        Log.All.Count(line => line.Contains("recording has stopped: No space left on device", StringComparison.Ordinal))
            .ShouldBe(1, Log.Text);
        Log.Text.ShouldContain("recording again; 5 ticks were not recorded meanwhile");
    }

    [Fact]
    public void A_folder_that_is_removed_is_said_and_made_again()
    {
        var time = new ManualTime();
        using (TickRecorder recorder = Start(time: time))
        {
            SessionRecorder robot = Robot(recorder);
            Written(recorder, robot, ticks: 2);
            Directory.Delete(Recordings, recursive: true);
            time.Advance(TimeSpan.FromSeconds(2));
            Tick(robot);
            Says("was removed; robots");
            time.Advance(TimeSpan.FromSeconds(2));
            Tick(robot);
        }
        Recorded().ShouldBe([3]);
        Log.Text.ShouldContain("recording again; 1 ticks were not recorded meanwhile");
    }

    [Fact]
    public void The_oldest_segments_are_removed_where_all_are_too_large_those_of_earlier_runs_first()
    {
        Limits.RecordingSegmentBytes = 50_000;
        Limits.RecordingBytes = 400_000;
        Shown = new byte[20_000];
        using (TickRecorder first = Start())
        {
            SessionRecorder robot = Robot(first);
            for (int i = 0; i < 10; i++)
                Written(first, robot, ticks: 1);
        }
        string firstRun = Directory.GetDirectories(Recordings).Single();
        File.WriteAllText(Path.Combine(Recordings, "notes.txt"), "of somebody else's");
        using (TickRecorder second = Start())
        {
            SessionRecorder robot = Robot(second);
            for (int i = 0; i < 40; i++)
                Written(second, robot, ticks: 1);
        }
        Directory.Exists(firstRun).ShouldBeFalse();
        long[] recorded = Recorded();
        recorded[^1].ShouldBe(39);
        recorded.ShouldBe(Enumerable.Range((int)recorded[0], recorded.Length).Select(tick => (long)tick));
        recorded.Length.ShouldBeInRange(12, 20);
        Segments().Sum(segment => new FileInfo(segment).Length).ShouldBeLessThan(Limits.RecordingBytes);
        File.Exists(Path.Combine(Recordings, "notes.txt")).ShouldBeTrue();
    }

    [Fact]
    public void Segments_that_are_too_old_are_removed()
    {
        Limits.RecordingAge = TimeSpan.FromDays(1);
        using (TickRecorder first = Start())
            Written(first, Robot(first), ticks: 2);
        foreach (string segment in Segments())
            File.SetLastWriteTimeUtc(segment, TimeProvider.System.GetUtcNow().UtcDateTime.AddDays(-2));
        using (TickRecorder second = Start())
            Written(second, Robot(second), ticks: 1);

        Recorded().ShouldBe([0]);
        Log.Text.ShouldContain("it is older than Limits:RecordingAge");
    }

    [Fact]
    public void A_file_that_changes_after_its_tick_was_answered_is_not_recorded()
    {
        string path = Folder.PathOf("shown.arrow");
        using (TickRecorder recorder = Start(Gated))
        {
            SessionRecorder robot = Robot(recorder);
            Written(recorder, robot, ticks: 1);
            _disk.Reset();
            Tick(robot);
            Tick(robot, Kept(path));
            Tick(robot, Kept(path));
            File.AppendAllText(path, "more");
            Tick(robot, Kept(path));
            // Its name may go, as the stock node has it: the file is kept.
            File.Delete(path);
            _disk.Set();
        }
        Recorded().ShouldBe([0, 1, 4]);
        Log.Text.ShouldContain("an observation's file was changed while it was kept");
    }

    [Fact]
    public void A_tick_takes_nothing_of_its_robots_heap_once_warm()
    {
        Shown = new byte[207_000];
        using TickRecorder recorder = Start();
        SessionRecorder robot = Robot(recorder);
        for (int i = 0; i < 20; i++)
            Written(recorder, robot, ticks: 1);

        Allocations.LeastOf(() => Tick(robot)).ShouldBe(0);
    }

    private void Says(string text) =>
        Eventually.Holds(() => Log.Text.Contains(text, StringComparison.Ordinal), () => Log.Text);

    private static KeptFile Kept(string path)
    {
        if (!File.Exists(path))
            File.WriteAllBytes(path, new byte[5000]);
        var file = new ObservationFile(new ObservationRoots(["/"]), long.MaxValue, TimeProvider.System);
        file.Open(System.Text.Encoding.UTF8.GetBytes(path)).ShouldBeNull();
        return file.Release().ShouldNotBeNull();
    }

    private Stream Gated(string path)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        return new GatedStream(new FileStream(path, FileMode.CreateNew, FileAccess.Write, FileShare.Read, 0), _disk,
            () => Volatile.Read(ref _failure));
    }

    private string[] Segments() => Directory.GetFiles(Recordings, "*.arrows", SearchOption.AllDirectories);

    private void Written(TickRecorder recorder, SessionRecorder robot, int ticks)
    {
        for (int i = 0; i < ticks; i++)
        {
            long written = recorder.Written;
            Tick(robot);
            Eventually.Holds(() => recorder.Written > written, () => Log.Text);
        }
    }

    /// <summary>One of this test's own instruments.</summary>
    private sealed class Counted : IDisposable
    {
        private readonly MeterListener _listener = new();
        private long _value;

        public Counted(object scope, string instrument)
        {
            _listener.InstrumentPublished = (found, listener) =>
            {
                if (found.Meter.Scope == scope && found.Name == instrument)
                    listener.EnableMeasurementEvents(found);
            };
            _listener.SetMeasurementEventCallback<long>((_, count, _, _) => Interlocked.Add(ref _value, count));
            _listener.Start();
        }

        public long Value => Interlocked.Read(ref _value);

        public void Dispose() => _listener.Dispose();
    }
}
