using System.Text;
using PolicyGate.Gateway.Observations;
using PolicyGate.Gateway.Shadows;
using PolicyGate.Gateway.Wires.OpenArm;
using PolicyGate.RobotClient;
using PolicyGate.Tests.Fixtures;

namespace PolicyGate.Tests.Gateway.Shadows;

/// <summary>A robot's file, read once more after it was answered.</summary>
public sealed class OpenArmShadowReaderTests : ShadowsTest
{
    private readonly ScratchFolder _folder = new("policygate-test-");
    private readonly ObservationFile _file;
    private readonly string _path;

    public OpenArmShadowReaderTests()
    {
        _path = _folder.PathOf("observation.arrow");
        File.Copy(GoldenData.Path("openarm/half.arrow"), _path);
        _file = new ObservationFile(new ObservationRoots([_folder.Path]), 1 << 30, TimeProvider.System);
        Request = Encoding.UTF8.GetBytes($"{{\"name\":\"inference\",\"data_path\":\"{_path}\"}}");
        Runner.Add(Watcher);
    }

    public override void Dispose()
    {
        base.Dispose();
        _file.Dispose();
        _folder.Dispose();
    }

    [Fact]
    public void It_is_read_also_when_its_robot_has_removed_it_and_is_closed_in_the_end()
    {
        RobotShadows robot = OpenArmRobot();
        for (int tick = 1; tick <= 3; tick++)
        {
            if (!File.Exists(_path))
                File.Copy(GoldenData.Path("openarm/half.arrow"), _path);
            KeptFile kept = Open();
            File.Delete(_path);
            Offer(robot, kept, tick);
            ObservationFile.Close(kept);
        }

        // It has a whole robot's sixteen joints, and the policy two: read, and not what the policy needs.
        Watcher.Runs.ShouldAllBe(run => run.Error!.Contains("16", StringComparison.Ordinal));
        Eventually.Holds(() => OpenDescriptors() == 0, () => $"{OpenDescriptors()} descriptors are still open");
    }

    [Fact]
    public void One_that_was_written_to_meanwhile_is_shed()
    {
        RobotShadows robot = OpenArmRobot();
        KeptFile kept = Open();
        File.AppendAllText(_path, "more");

        Eventually.Holds(
            () =>
            {
                Tick(robot, file: kept);
                return Watcher.Sheds.Contains(ShadowShed.FileChanged);
            },
            () => string.Join(", ", Watcher.Sheds));

        Watcher.Runs.ShouldBeEmpty();
        ObservationFile.Close(kept);
        Eventually.Holds(() => OpenDescriptors() == 0, () => $"{OpenDescriptors()} descriptors are still open");
    }

    [Fact]
    public void A_file_that_is_larger_than_all_that_shadows_may_hold_is_shed()
    {
        Limits.ObservationBytes = 1 << 30;
        KeptFile kept = Open();
        var memory = new ShadowMemory(kept.Bytes);
        var tick = new ShadowTick(memory);
        RobotShadows robot = OpenArmRobot();
        var input = new ShadowInput { Answer = default, BeginsEpisode = false, Request = "{}"u8, File = kept };

        tick.TryFill(robot, 0, input).ShouldBeFalse();

        tick.Free();
        memory.TryTake(kept.Bytes).ShouldBeTrue();
        ObservationFile.Close(kept);
        OpenDescriptors().ShouldBe(0);
    }

    private RobotShadows OpenArmRobot() => Robot(readerOf: policy => new OpenArmShadowReader(
        policy, Limits, Runner.Pictures, TimeProvider.System));

    private KeptFile Open()
    {
        _file.Open(Encoding.UTF8.GetBytes(_path)).ShouldBeNull();
        return _file.Release().ShouldNotBeNull();
    }

    private void Offer(RobotShadows robot, KeptFile kept, int seen) => Eventually.Holds(
        () =>
        {
            if (Watcher.Runs.Length >= seen)
                return true;
            Tick(robot, file: kept);
            return false;
        },
        () => $"nothing was seen: {string.Join(", ", Watcher.Sheds)}");

    private int OpenDescriptors() => Directory.EnumerateFiles("/proc/self/fd").Count(IsOurs);

    private bool IsOurs(string descriptor)
    {
        try
        {
            return new FileInfo(descriptor).LinkTarget?.StartsWith(_path, StringComparison.Ordinal) ?? false;
        }
        catch (IOException)
        {
            // Another test's, closed meanwhile.
            return false;
        }
    }
}
