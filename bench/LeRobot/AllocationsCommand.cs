using System.CommandLine;
using System.Diagnostics;
using System.Net;
using Microsoft.Extensions.Logging.Abstractions;
using PolicyGate.Gateway.Configuration;
using PolicyGate.Gateway.Hosting;
using PolicyGate.Gateway.Limits;
using PolicyGate.Gateway.Wires.Grpc;

namespace PolicyGate.Bench.LeRobot;

/// <summary>
/// <c>lerobot allocations</c>: managed bytes per tick of the whole gateway, and of its gRPC server alone with messages
/// of the same sizes. Both run in this process, the robot in another.
/// </summary>
internal sealed class AllocationsCommand : Command
{
    private const int WarmUpTicks = 300;
    private static readonly IPEndPoint AnyPort = new(IPAddress.Loopback, 0);

    private readonly Option<int> _ticks = new("--ticks") { DefaultValueFactory = _ => 500 };
    private readonly Option<string> _case = new("--case") { DefaultValueFactory = _ => LeRobotCase.All[0].Name };

    public AllocationsCommand() : base("allocations", "Managed bytes per tick: the gateway's, and its gRPC server's.")
    {
        Add(_ticks);
        Add(_case);
        SetAction(Run);
    }

    private int Run(ParseResult parsed)
    {
        LeRobotCase one = LeRobotCase.All.SingleOrDefault(one => one.Name == parsed.GetValue(_case))
            ?? throw new InvalidDataException("--case: no such case");
        int ticks = parsed.GetValue(_ticks);
        Console.WriteLine($"{one.Name}, {ticks} ticks, managed bytes per tick:");
        Console.WriteLine($"gRPC server alone, Kestrel's included: {OfServer(one, ticks):0}");
        Console.WriteLine($"gateway, that included: {OfGateway(one, ticks):0}");
        return 0;
    }

    private static double OfGateway(LeRobotCase one, int ticks)
    {
        var policy = new PolicyConfig
        {
            Name = "bench",
            Folder = Checkout.At(one.Folder),
            Backend = one.Backend,
            // A run that is late is to be measured, not to be answered without.
            Deadline = new LimitsOptions().InferenceTime,
        };
        var route = new RouteConfig(policy.Name, policy);
        var byName = StringComparer.OrdinalIgnoreCase;
        var config = new GatewayConfig
        {
            PluginFolder = Checkout.At("artifacts/plugins"),
            Policies = new Dictionary<string, PolicyConfig>(byName) { [policy.Name] = policy },
            Routes = new Dictionary<string, RouteConfig>(byName) { [policy.Name] = route },
            OpenArm = [],
            LeRobot = new LeRobotWireConfig
            {
                EndPoints = [AnyPort],
                Policies = new Dictionary<string, RouteConfig>(),
                Default = route,
            },
        };
        GatewayHost host = GatewayHost.Start(config, NullLoggerFactory.Instance, TimeProvider.System);
        try
        {
            if (host.Ready.GetAwaiter().GetResult() is { } error)
                throw new InvalidDataException(error.Message);
            return Measure(host.LeRobotEndPoints[0], one, ticks);
        }
        finally
        {
            host.DisposeAsync().AsTask().GetAwaiter().GetResult();
        }
    }

    private static double OfServer(LeRobotCase one, int ticks)
    {
        GrpcServer server = GrpcServer.StartAsync(
            [AnyPort], new BareService(one.Rows), new LimitsOptions(), NullLoggerFactory.Instance)
            .GetAwaiter().GetResult();
        try
        {
            return Measure(server.EndPoints[0], one, ticks);
        }
        finally
        {
            server.DisposeAsync().AsTask().GetAwaiter().GetResult();
        }
    }

    private static double Measure(IPEndPoint endPoint, LeRobotCase one, int ticks)
    {
        using Process robot = Process.Start(new ProcessStartInfo(
            Environment.ProcessPath!, ["lerobot", "robot", "--address", endPoint.ToString(), "--case", one.Name])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            UseShellExecute = false,
        })!;
        Drive(robot, WarmUpTicks);
        long before = GC.GetTotalAllocatedBytes(precise: true);
        Drive(robot, ticks);
        long allocated = GC.GetTotalAllocatedBytes(precise: true) - before;
        robot.StandardInput.Close();
        robot.WaitForExit();
        return (double)allocated / ticks;
    }

    private static void Drive(Process robot, int ticks)
    {
        robot.StandardInput.WriteLine(ticks);
        robot.StandardInput.Flush();
        if (robot.StandardOutput.ReadLine() is null)
            throw new IOException("the robot ended; what it said stands above");
    }
}
