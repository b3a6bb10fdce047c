using System.Text;
using System.Text.Json;
using PolicyGate.Tests.Fixtures;

namespace PolicyGate.Tests.Functional.BadInput;

/// <summary>What robots can make the built executable take of the machine's memory.</summary>
public sealed class MemoryTests : IAsyncLifetime
{
    private const long Mebibyte = 1 << 20;

    private readonly DirectoryInfo _folder = Directory.CreateDirectory(
        Path.Combine("/dev/shm", "policygate-test-" + Guid.NewGuid().ToString("N")));

    private GatewayProcess _gateway = null!;
    private GoodRobot Good { get; set; } = null!;
    private string _line = null!;

    public async Task InitializeAsync()
    {
        _gateway = await GatewayProcess.StartCold(ActTinyAnswers.Policy, "Scripted");
        _line = GoldenRequest.For(GoldenData.OpenArm("half"), _folder.FullName);
        Good = new GoodRobot(_gateway.SocketPath, _line, ActTinyAnswers.ShouldHold);
        Good.ShouldBeUndisturbed();
    }

    public async Task DisposeAsync()
    {
        try
        {
            Good.ShouldBeUndisturbed();
            Good.Dispose();
            (await _gateway.Stop()).ShouldBe(0, _gateway.Errors);
        }
        finally
        {
            await _gateway.DisposeAsync();
            _folder.Delete(recursive: true);
        }
    }

    [Fact]
    public void A_line_of_100_MB_is_refused_and_takes_no_more_than_a_line_may_have()
    {
        using RobotSocket robot = new(_gateway.SocketPath);
        ActTinyAnswers.ShouldHold(robot.Ask(_line));
        long before = PeakBytes();
        SendMegabytes(robot, 100);
        robot.Send("\n"u8);
        using JsonDocument answer = JsonDocument.Parse(robot.ReadLine().ShouldNotBeNull());
        BesetGateway.ShouldBeRefused(answer.RootElement, "longer than 1048576 bytes (Limits:RequestLineBytes)");
        (PeakBytes() - before).ShouldBeLessThan(16 * Mebibyte);
        ActTinyAnswers.ShouldHold(robot.Ask(_line));
    }

    [Fact]
    public void Lines_without_end_of_many_robots_take_no_more_than_a_line_may_have_each()
    {
        const int robots = 32;
        long before = PeakBytes();
        RobotSocket[] endless = [.. Enumerable.Range(0, robots).Select(_ => new RobotSocket(_gateway.SocketPath))];
        foreach (RobotSocket robot in endless)
            SendMegabytes(robot, 4);
        Good.ShouldBeUndisturbed();
        // The line, what it was copied from when it grew, and the thread.
        (PeakBytes() - before).ShouldBeLessThan(robots * 3 * Mebibyte);
        foreach (RobotSocket robot in endless)
            robot.Dispose();
    }

    [Fact]
    public void Huge_pictures_of_64_robots_take_no_more_than_those_of_two_and_a_good_robot_goes_first()
    {
        const int robots = 64;
        string huge = HugeFile.Create(_folder.FullName);
        long before = PeakBytes();
        RobotSocket[] hostile = [.. Enumerable.Range(0, robots).Select(_ => new RobotSocket(_gateway.SocketPath))];
        foreach (RobotSocket robot in hostile)
            robot.Send(huge);
        int answered = 0;
        foreach (RobotSocket robot in hostile)
        {
            using JsonDocument answer = JsonDocument.Parse(robot.ReadLine().ShouldNotBeNull());
            if (answer.RootElement.TryGetProperty("error", out _))
                BesetGateway.ShouldBeRefused(answer.RootElement, "(Limits:QueueTime)");
            else
                answered++;
            robot.Dispose();
        }
        answered.ShouldBeGreaterThan(0);
        // 81 MB of pictures in each of the policy's two slots; 5 GB if each robot had them for itself.
        (PeakBytes() - before).ShouldBeLessThan((2 * 81 * Mebibyte) + (robots * Mebibyte));
    }

    private static void SendMegabytes(RobotSocket robot, int megabytes)
    {
        byte[] part = Encoding.ASCII.GetBytes(new string('a', 1_000_000));
        for (int i = 0; i < megabytes; i++)
            robot.Send(part);
    }

    /// <summary>The most memory that it has had so far.</summary>
    private long PeakBytes()
    {
        string line = File.ReadLines(Path.Combine(_gateway.ProcFolder, "status"))
            .First(line => line.StartsWith("VmHWM:", StringComparison.Ordinal));
        return 1024 * long.Parse(line.Split((char[])[' ', '\t'], StringSplitOptions.RemoveEmptyEntries)[1]);
    }
}
