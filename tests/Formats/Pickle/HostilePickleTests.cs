using System.Diagnostics;
using System.Text.Json;
using PolicyGate.Formats;
using PolicyGate.Formats.LeRobot;
using PolicyGate.Tests.Fixtures;
using PolicyGate.Tests.Formats.LeRobot;

namespace PolicyGate.Tests.Formats.Pickle;

/// <summary>Pickles made to harm: in Python many of them run, and create the file that CANARY names.</summary>
public sealed class HostilePickleTests
{
    // Of a message of so many bytes: faults and the first tables, then nodes, links, stack and memo for each byte.
    private const int MostAllocated = 256 << 10;
    private const int MostAllocatedPerByte = 256;

    private static readonly JsonElement Index =
        JsonDocument.Parse(GoldenData.Bytes("lerobot/hostile/index.json")).RootElement;

    public static TheoryData<string> Files => [.. Index.EnumerateObject().Select(file => file.Name)];

    [Theory]
    [MemberData(nameof(Files))]
    public void A_hostile_message_is_refused_in_bounded_time_and_memory(string name)
    {
        byte[] message = GoldenData.Bytes($"lerobot/hostile/{name}.pkl");
        string canary = Path.Combine(Path.GetTempPath(), $"policygate-canary-{Guid.NewGuid():N}");
        Environment.SetEnvironmentVariable("CANARY", canary);
        foreach (string kind in KindsOf(Index.GetProperty(name).GetProperty("message").GetString()!))
        {
            long before = GC.GetAllocatedBytesForCurrentThread();
            long start = Stopwatch.GetTimestamp();

            FormatFault? fault = Read(kind, message);

            Stopwatch.GetElapsedTime(start).ShouldBeLessThan(TimeSpan.FromSeconds(1));
            (GC.GetAllocatedBytesForCurrentThread() - before)
                .ShouldBeLessThan(MostAllocated + (MostAllocatedPerByte * (long)message.Length));
            fault.ShouldNotBeNull().Message.Length.ShouldBeInRange(1, 512);
            File.Exists(canary).ShouldBeFalse();
        }
    }

    [Theory]
    [InlineData("reduce-os-system", "byte 17", "\"system\" of module \"posix\"")]
    [InlineData("dotted-name-in-allowed-module", "\"os.system\" of module \"lerobot.async_inference.helpers\"")]
    [InlineData("numpy-object-array", "\"O8\"")]
    [InlineData("deep-dicts", "more than 65536 opcodes")]
    [InlineData("reference-bomb", "containers in each other")]
    [InlineData("deep-marks", "open marks")]
    [InlineData("long-digits", "a number of 2000001 letters")]
    [InlineData("tensor-stride-out", "reaches out of its storage")]
    public void The_fault_says_what_was_refused_and_where(string name, params string[] words)
    {
        string kind = KindsOf(Index.GetProperty(name).GetProperty("message").GetString()!)[0];

        string fault = Read(kind, GoldenData.Bytes($"lerobot/hostile/{name}.pkl")).ShouldNotBeNull().Message;

        fault.ShouldStartWith("byte ");
        foreach (string word in words)
            fault.ShouldContain(word);
    }

    [Fact]
    public void The_same_message_without_harm_is_read() =>
        Read("observation", GoldenData.Bytes("lerobot/hostile/not-hostile.pkl")).ShouldBeNull();

    private static string[] KindsOf(string message) =>
        message == "any" ? ["observation", "actions", "config"] : [message];

    private static FormatFault? Read(string kind, byte[] message) => kind switch
    {
        "observation" => new TimedObservationReader(LeRobotGolden.Limits).Read(message),
        "actions" => TimedActionsReader.Read(message, LeRobotGolden.Limits, out _),
        _ => RemotePolicyConfigReader.Read(message, LeRobotGolden.Limits, out _),
    };
}
