using System.Text.Json;
using PolicyGate.Formats;
using PolicyGate.Formats.LeRobot;

namespace PolicyGate.Tests.Formats.LeRobot;

/// <summary>Chunks as stock servers pickle them, against what Python found in them.</summary>
public sealed class TimedActionsReaderTests
{
    public static TheoryData<string> Files => [.. LeRobotGolden.Files("actions").Where(f => !f.Contains("bfloat16"))];

    [Theory]
    [MemberData(nameof(Files))]
    public void A_chunk_has_all_that_the_server_sent(string file)
    {
        JsonElement[] expected = [.. LeRobotGolden.ValuesOf(file).EnumerateArray()];

        FormatFault? fault = TimedActionsReader.Read(
            LeRobotGolden.Bytes(file), LeRobotGolden.Limits, out IReadOnlyList<TimedAction> actions);

        fault.ShouldBeNull();
        actions.Count.ShouldBe(expected.Length);
        for (int i = 0; i < expected.Length; i++)
        {
            actions[i].Timestamp.ShouldBe(expected[i].GetProperty("timestamp").GetDouble());
            actions[i].Timestep.ShouldBe(expected[i].GetProperty("timestep").GetInt64());
            actions[i].Values.Length.ShouldBe(expected[i].GetProperty("action").GetArrayLength());
            for (int joint = 0; joint < actions[i].Values.Length; joint++)
            {
                int bits = BitConverter.SingleToInt32Bits(actions[i].Values[joint]);
                bits.ShouldBe(ExpectedBits(expected[i], joint), $"action {i}, value {joint}");
            }
        }
    }

    [Fact]
    public void Numbers_of_a_type_that_is_not_read_are_refused_by_its_name()
    {
        foreach (string file in LeRobotGolden.Files("actions-bfloat16"))
        {
            TimedActionsReader.Read(LeRobotGolden.Bytes(file), LeRobotGolden.Limits, out _)
                .ShouldNotBeNull().Message.ShouldContain("bfloat16");
        }
    }

    private static int ExpectedBits(JsonElement action, int joint)
    {
        if (!action.TryGetProperty("bits", out JsonElement bits))
            return BitConverter.SingleToInt32Bits((float)action.GetProperty("action")[joint].GetDouble());
        string hex = bits[joint].GetString()!;
        return BitConverter.SingleToInt32Bits(action.GetProperty("dtype").GetString() switch
        {
            "torch.float16" => (float)BitConverter.UInt16BitsToHalf(Convert.ToUInt16(hex, 16)),
            "torch.float64" => (float)BitConverter.Int64BitsToDouble(Convert.ToInt64(hex, 16)),
            _ => BitConverter.Int32BitsToSingle(Convert.ToInt32(hex, 16)),
        });
    }
}
