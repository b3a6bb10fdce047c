using System.Text;
using PolicyGate.Formats;
using PolicyGate.Formats.LeRobot;
using PolicyGate.Formats.Pickle;
using PolicyGate.Tests.Formats.Arrow;
using PolicyGate.Tests.Formats.LeRobot;

namespace PolicyGate.Tests.Formats.Pickle;

/// <summary>Tens of thousands of messages broken at random, the same ones each time: read or refused, never a
/// crash.</summary>
/// <remarks>
/// Spans throw at a read outside of the message. With <c>POLICYGATE_MUTANTS=10</c> in the environment there are ten
/// times as many.
/// </remarks>
public sealed class PickleMutationTests
{
    private const int Mutants = 400;

    // A message of so many bytes: the first tables and a fault, then nodes, links, stack and memo for each byte.
    private const int MostAllocated = 256 << 10;
    private const int MostAllocatedPerByte = 256;

    private static readonly string[] Keys = [.. LeRobotGolden.Files("observation")
        .SelectMany(file => LeRobotGolden.ValuesOf(file).GetProperty("observation").EnumerateObject())
        .Select(item => item.Name).Distinct()];

    private readonly TimedObservationReader _observation = new(LeRobotGolden.Limits);

    /// <summary>0.3.3's files differ from these only in the module's name.</summary>
    public static TheoryData<string> Files => [.. LeRobotGolden.Files("")
        .Where(file => !file.StartsWith("lerobot-0.3", StringComparison.Ordinal))
        .Where(file => LeRobotGolden.Bytes(file).Length < 120_000)];

    public static TheoryData<string> SmallFiles => [.. LeRobotGolden.Files("")
        .Where(file => LeRobotGolden.Bytes(file).Length < 1_000), "hostile/not-hostile.pkl"];

    [Theory]
    [MemberData(nameof(Files))]
    public void Broken_messages_are_read_or_refused(string file)
    {
        var mutant = new PickleMutant(LeRobotGolden.Bytes(file), seed: file.Length);
        (int refused, int read) = (0, 0);
        int mutants = Mutants * ArrowMutant.Factor;
        for (int i = 0; i < mutants; i++)
        {
            ReadOnlyMemory<byte> message = mutant.Next();
            long before = GC.GetAllocatedBytesForCurrentThread();
            FormatFault? fault = Read(file, message);
            (GC.GetAllocatedBytesForCurrentThread() - before)
                .ShouldBeLessThan(MostAllocated + (MostAllocatedPerByte * (long)message.Length), $"mutant {i}");
            fault?.Message.Length.ShouldBeInRange(1, 1024);
            if (fault is null)
                read++;
            else
                refused++;
        }
        refused.ShouldBeGreaterThan(mutants / 4);
        (read + refused).ShouldBe(mutants);
    }

    [Theory]
    [MemberData(nameof(SmallFiles))]
    public void A_message_cut_at_any_byte_is_refused(string file)
    {
        byte[] message = LeRobotGolden.Bytes(file);
        for (int length = 0; length < message.Length; length++)
            Read(file, message.AsMemory(0, length)).ShouldNotBeNull($"cut after {length} bytes");
        Read(file, message).ShouldBeNull();
    }

    private FormatFault? Read(string file, ReadOnlyMemory<byte> message)
    {
        if (file.Contains("/actions"))
            return TimedActionsReader.Read(message, LeRobotGolden.Limits, out _);
        if (file.Contains("/policy-config"))
            return RemotePolicyConfigReader.Read(message, LeRobotGolden.Limits, out _);
        if (_observation.Read(message) is { } fault)
            return fault;
        Span<byte> name = stackalloc byte[64];
        foreach (string key in Keys)
            Touch(_observation.Find(name[..Encoding.UTF8.GetBytes(key, name)]));
        return null;
    }

    /// <summary>Asks for a value in all ways, and reads an array's first and last one.</summary>
    private void Touch(int value)
    {
        _observation.TryNumber(value, out _);
        _observation.TryText(value, out _);
        _observation.Describe(value).Length.ShouldBeInRange(1, 128);
        if (!_observation.TryArray(value, out PickleArray array) || array.Data.IsEmpty)
            return;
        (int d0, int d1, int d2, int d3) = array.Shape;
        int last = ((d0 - 1) * array.Strides.First) + ((d1 - 1) * array.Strides.Second)
            + ((d2 - 1) * array.Strides.Third) + ((d3 - 1) * array.Strides.Fourth);
        array.Data.Length.ShouldBe(last + array.ItemSize);
        PickleValues.ValueOf(array, 0);
        PickleValues.ValueOf(array, last);
    }
}
