using System.Net;
using System.Net.Sockets;
using PolicyGate.Formats.Grpc;
using PolicyGate.Tests.Fixtures;

namespace PolicyGate.Tests.Gateway.Services;

/// <summary>Sockets that a service manager keeps, handed to the real process.</summary>
public sealed class SocketActivationTests
{
    private const string Ping = """{"ping":true}""";
    private const string Backend = "Scripted";
    private static readonly string Policy = Path.Combine(GoldenData.Root, "act-tiny");

    [Fact]
    public async Task Robots_that_come_before_a_gateway_and_between_two_are_answered_by_the_next()
    {
        using var unit = new SocketUnit();
        for (int start = 0; start < 2; start++)
        {
            using var robot = new RobotSocket(unit.Path);
            robot.Send(Ping);
            await using GatewayProcess gateway = GatewayProcess.LaunchUnder(
                unit.Launcher(), Policy, Backend, unit.Path);
            robot.ReadLine().ShouldBe("""{"ready":true}""", gateway.Errors);
            (await gateway.Stop()).ShouldBe(0, gateway.Errors);
            robot.ReadLine().ShouldBeNull();
            File.Exists(unit.Path).ShouldBeTrue("the file is the service manager's");
        }
    }

    [NeedsCommandFact("systemd-socket-activate", "systemd")]
    public async Task Systemds_own_activator_hands_it_over_with_the_first_robot()
    {
        DirectoryInfo folder = Directory.CreateTempSubdirectory("policygate-test-");
        string path = Path.Combine(folder.FullName, "robots.socket");
        await using GatewayProcess gateway = await GatewayProcess.StartUnder(
            ["systemd-socket-activate", "-l", path, "-E", "PATH", "-E", "HOME", "-E", "DOTNET_ROOT"],
            Policy, Backend, path);
        using (var robot = new RobotSocket(path))
            robot.Ask(Ping).GetProperty("ready").GetBoolean().ShouldBeTrue(gateway.Errors);
        (await gateway.Stop()).ShouldBe(0, gateway.Errors);
        File.Exists(path).ShouldBeTrue("the file is the service manager's");
        folder.Delete(recursive: true);
    }

    [Fact]
    public async Task A_socket_elsewhere_is_found_by_its_name()
    {
        using var unit = new SocketUnit();
        using var robot = new RobotSocket(unit.Path);
        robot.Send(Ping);
        string configured = Path.Combine(Path.GetDirectoryName(unit.Path)!, "configured.socket");
        await using GatewayProcess gateway = GatewayProcess.LaunchUnder(
            unit.Launcher("openarm-0"), Policy, Backend, configured);
        robot.ReadLine().ShouldBe("""{"ready":true}""", gateway.Errors);
        File.Exists(configured).ShouldBeFalse();
    }

    [Fact]
    public async Task A_descriptor_that_fits_no_wire_is_named()
    {
        using var unit = new SocketUnit();
        await using GatewayProcess gateway = GatewayProcess.LaunchUnder(
            unit.Launcher("elsewhere"), Policy, Backend,
            Path.Combine(Path.GetDirectoryName(unit.Path)!, "configured.socket"));
        (await gateway.Exit()).ShouldBe(1);
        gateway.Errors.ShouldContain(
            $"descriptor 3 ('elsewhere'), {unit.Path}, was handed over and is no wire's");
    }

    [Fact]
    public async Task A_socket_of_datagrams_is_named()
    {
        using var unit = new SocketUnit(SocketType.Dgram);
        await using GatewayProcess gateway = GatewayProcess.LaunchUnder(unit.Launcher(), Policy, Backend, unit.Path);
        (await gateway.Exit()).ShouldBe(1);
        gateway.Errors.ShouldContain("is not a listening stream: the socket unit needs ListenStream=");
    }

    [Fact]
    public async Task Descriptors_for_another_process_are_left_alone()
    {
        using var unit = new SocketUnit();
        string own = Path.Combine(Path.GetDirectoryName(unit.Path)!, "own.socket");
        await using GatewayProcess gateway = await GatewayProcess.StartUnder(
            unit.Launcher("openarm-0", process: 1), Policy, Backend, own);
        using (var robot = new RobotSocket(own))
            robot.Ask(Ping).GetProperty("ready").GetBoolean().ShouldBeTrue(gateway.Errors);
        await gateway.Stop();
        File.Exists(own).ShouldBeFalse("it has made this one itself");
    }

    [Fact]
    public async Task LeRobots_endpoint_is_taken_over_by_its_address()
    {
        using SocketUnit unit = SocketUnit.OnLoopback();
        using var folder = new SocketUnit();
        string openArm = Path.Combine(Path.GetDirectoryName(folder.Path)!, "openarm.socket");
        // The port is taken: to bind it as well would fail.
        await using GatewayProcess gateway = await GatewayProcess.StartUnder(
            unit.Launcher(), Policy, Backend, openArm, "--lerobot", unit.EndPoint.ToString()!);
        await gateway.Says($"listening on {unit.EndPoint} for LeRobot robots");
        using var robot = new GrpcClient((IPEndPoint)unit.EndPoint);
        (await robot.Unary("/transport.AsyncInference/Ready", [])).Code.ShouldBe(GrpcStatusCode.Ok);
    }

    [Fact]
    public async Task Workers_inherit_neither_the_socket_nor_the_words()
    {
        using var unit = new SocketUnit();
        using var manager = new NotifyListener();
        await using GatewayProcess gateway = await GatewayProcess.StartUnder(
            ["env", $"NOTIFY_SOCKET={manager.Address}", .. unit.Launcher()], Policy, "Scripted", unit.Path,
            "--isolation", "process");
        manager.HearUntil("READY=1");
        string kernel = await File.ReadAllTextAsync(Path.Combine(gateway.ProcFolder, "net", "unix"));
        string inode = kernel.Split('\n').First(line => line.EndsWith(unit.Path, StringComparison.Ordinal))
            .Split(' ', StringSplitOptions.RemoveEmptyEntries)[6];
        int[] workers = Children(gateway.ProcFolder);
        workers.ShouldNotBeEmpty();
        foreach (int worker in workers)
        {
            string environment = await File.ReadAllTextAsync($"/proc/{worker}/environ");
            environment.ShouldNotContain("LISTEN_");
            environment.ShouldNotContain("NOTIFY_SOCKET");
            Directory.EnumerateFiles($"/proc/{worker}/fd").Select(file => new FileInfo(file).LinkTarget)
                .ShouldNotContain($"socket:[{inode}]");
        }
    }

    private static int[] Children(string procFolder) =>
    [
        .. Directory.EnumerateDirectories(Path.Combine(procFolder, "task"))
            .SelectMany(task => File.ReadAllText(Path.Combine(task, "children"))
                .Split(' ', StringSplitOptions.RemoveEmptyEntries)).Select(int.Parse),
    ];
}
