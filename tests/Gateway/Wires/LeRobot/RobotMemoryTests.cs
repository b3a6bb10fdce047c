using System.Net;
using PolicyGate.Gateway.Wires.LeRobot;
using PolicyGate.Tests.Fixtures;

namespace PolicyGate.Tests.Gateway.Wires.LeRobot;

/// <summary>What a gateway leaves for its next process.</summary>
public sealed class RobotMemoryTests : IDisposable
{
    private static readonly TimeSpan Minute = TimeSpan.FromMinutes(1);
    private static readonly IPEndPoint[] EndPoints = [new(IPAddress.Loopback, 8080)];
    private static readonly RememberedRobot Robot = new("127.0.0.1", "left", [1, 2, 3]);

    private readonly DirectoryInfo _root = Directory.CreateTempSubdirectory("policygate-test-");
    private readonly LogLines _log = new();

    private string File => Path.Combine(_root.FullName, "lerobot-127.0.0.1.8080.json");

    public void Dispose() => _root.Delete(recursive: true);

    [Fact]
    public void Robots_are_recalled_as_they_were_kept()
    {
        New().Keep([Robot]);

        RememberedRobot robot = New().Recall(Minute).ShouldHaveSingleItem();
        (robot.Address, robot.Key).ShouldBe((Robot.Address, Robot.Key));
        robot.Instructions.ShouldBe(Robot.Instructions);
        System.IO.File.Exists($"{File}.new").ShouldBeFalse();
    }

    [Fact]
    public void Those_of_longer_ago_are_not()
    {
        New().Keep([Robot]);
        System.IO.File.SetLastWriteTimeUtc(File, DateTime.UtcNow - TimeSpan.FromMinutes(2));

        New().Recall(Minute).ShouldBeEmpty();
    }

    [Theory]
    [InlineData("")]
    [InlineData("null")]
    [InlineData("[{\"Address\":\"127.0.0.1\"}]")]
    [InlineData("{\"Address\":")]
    public void A_file_that_is_none_of_ours_recalls_nobody(string text)
    {
        System.IO.File.WriteAllText(File, text);

        New().Recall(Minute).ShouldBeEmpty();
    }

    [Fact]
    public void Without_a_folder_of_its_own_nothing_is_kept()
    {
        System.IO.File.SetUnixFileMode(_root.FullName, (UnixFileMode)0b111_111_111);
        New().Keep([Robot]);

        _root.GetFiles().ShouldBeEmpty();
        New().Recall(Minute).ShouldBeEmpty();
    }

    [Fact]
    public void Where_it_cannot_be_written_that_is_told_once_and_what_was_kept_before_stays()
    {
        RobotMemory memory = New();
        memory.Keep([Robot]);
        // As a full disk would: the new file cannot be made.
        Directory.CreateDirectory($"{File}.new");
        memory.Keep([Robot, Robot]);
        memory.Keep([Robot, Robot]);

        _log.All.Count(line => line.Contains("cannot be remembered", StringComparison.Ordinal)).ShouldBe(1);
        New().Recall(Minute).ShouldHaveSingleItem();
    }

    [Fact]
    public void When_the_last_robot_has_gone_nothing_is_left()
    {
        RobotMemory memory = New();
        memory.Keep([Robot]);
        memory.Keep([]);

        _root.GetFiles().ShouldBeEmpty();
    }

    private RobotMemory New() => new(EndPoints, [_root.FullName], TimeProvider.System, _log);
}
