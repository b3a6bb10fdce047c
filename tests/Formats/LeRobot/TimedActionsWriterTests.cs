using System.Buffers;
using System.Text;
using System.Text.Json;
using PolicyGate.Formats.LeRobot;
using PolicyGate.RobotClient;
using PolicyGate.Tests.Fixtures;

namespace PolicyGate.Tests.Formats.LeRobot;

public sealed class TimedActionsWriterTests
{
    private const double Now = 1795252828.3958387;
    private const double Interval = 1.0 / 30;

    // The values of actions-own-storage and actions-1, as their values.json has them.
    private static readonly Lazy<JsonElement> Recorded =
        new(() => JsonDocument.Parse(GoldenData.Bytes("lerobot-written/recorded.json")).RootElement);

    [Theory]
    [InlineData("lerobot-0.4.4_torch-2.13_numpy-2.4", "actions-own-storage", "AsyncInference", 0)]
    [InlineData("lerobot-0.4.4_torch-2.13_numpy-2.4", "actions-1", "AsyncInference", 57)]
    [InlineData("lerobot-0.4.4_torch-2.13_numpy-2.4", "actions-none", "AsyncInference", 0)]
    [InlineData("lerobot-0.3.3_torch-2.13_numpy-2.4", "actions-own-storage", "ScriptsServer", 0)]
    [InlineData("lerobot-0.3.3_torch-2.13_numpy-2.4", "actions-1", "ScriptsServer", 57)]
    [InlineData("lerobot-0.3.3_torch-2.13_numpy-2.4", "actions-none", "ScriptsServer", 0)]
    public void They_are_byte_for_byte_what_Python_and_torch_2_13_wrote(
        string folder, string file, string module, long timestep)
    {
        float[] values = [.. Recorded.Value.GetProperty(file).EnumerateArray().Select(value => value.GetSingle())];
        byte[] written = Write(
            values, 6, timestep, Now + (timestep / 30.0), Enum.Parse<LeRobotModule>(module));
        written.ShouldBe(WithoutAddresses(GoldenData.Bytes($"lerobot/{folder}/{file}.pkl")));
    }

    [Theory]
    [InlineData(1001, 16, 250)]
    [InlineData(3, 1, 65534)]
    [InlineData(2, 300, int.MaxValue)]
    [InlineData(2, 17000, long.MaxValue - 1)]
    public void Frames_batches_and_the_sizes_of_integers_are_CPythons(int rows, int width, long timestep)
    {
        byte[] expected = GoldenData.Bytes($"lerobot-written/actions-{rows}x{width}-at-{timestep}.pkl");
        Write(Counted(rows * width), width, timestep).ShouldBe(expected);
    }

    [Fact]
    public void Each_action_has_a_storage_of_its_own_so_that_a_chunk_of_50_by_16_stays_small() =>
        Write(Counted(50 * 16), 16, 0).Length.ShouldBeLessThan(20_000);

    [Fact]
    public void Writing_allocates_nothing()
    {
        var output = new ArrayBufferWriter<byte>();
        float[] values = Counted(50 * 16);
        Allocations.LeastOf(() =>
        {
            output.ResetWrittenCount();
            TimedActionsWriter.Write(output, LeRobotModule.AsyncInference, Now, 1234, Interval, values, 16);
        }).ShouldBe(0);
        output.WrittenCount.ShouldBeGreaterThan(values.Length * sizeof(float));
    }

    [NeedsPythonFact("lerobot")]
    public async Task LeRobots_own_client_queues_what_is_written()
    {
        using var folder = new ScratchFolder("policygate-test-");
        string reply = Path.Combine(folder.Path, "reply.pkl");
        float[] values = Counted(50 * 16);
        await File.WriteAllBytesAsync(reply, Write(values, 16, 1000));

        JsonElement seen = await PythonProgram.Run(
            "lerobot", TimeSpan.FromMinutes(2), "tests/peers/lerobot/check_lerobot_reply.py", reply, "--queue");

        seen.GetProperty("problems").GetArrayLength().ShouldBe(0);
        seen.GetProperty("count").GetInt32().ShouldBe(50);
        seen.GetProperty("queue").GetProperty("length").GetInt32().ShouldBe(50);
        JsonElement[] actions = [.. seen.GetProperty("actions").EnumerateArray()];
        actions.Select(action => action.GetProperty("timestep").GetInt64())
            .ShouldBe(Enumerable.Range(1000, 50).Select(i => (long)i));
        actions.Select(action => action.GetProperty("timestamp").GetDouble())
            .ShouldBe(Enumerable.Range(0, 50).Select(i => Now + (i * Interval)));
        actions.SelectMany(action => action.GetProperty("values").EnumerateArray())
            .Select(value => value.GetSingle()).ShouldBe(values);
    }

    private static byte[] Write(
        float[] values, int width, long timestep, double timestamp = Now,
        LeRobotModule module = LeRobotModule.AsyncInference)
    {
        var output = new ArrayBufferWriter<byte>();
        TimedActionsWriter.Write(output, module, timestamp, timestep, Interval, values, width);
        return output.WrittenSpan.ToArray();
    }

    private static float[] Counted(int count) => [.. Enumerable.Range(0, count).Select(k => k % 64 / 8f)];

    /// <summary>Torch numbers a storage by its address, of 14 digits here; we by zeros.</summary>
    private static byte[] WithoutAddresses(byte[] pickle)
    {
        byte[] head = [(byte)'X', 14, 0, 0, 0];
        int cleared = 0;
        for (int at = 0; at < pickle.Length - 20; at++)
        {
            Span<byte> key = pickle.AsSpan(at + head.Length, 14);
            if (!pickle.AsSpan(at).StartsWith(head) || key.ContainsAnyExceptInRange((byte)'0', (byte)'9'))
                continue;
            key.Fill((byte)'0');
            cleared++;
        }
        int storages = Encoding.Latin1.GetString(pickle).Split("FloatStorage").Length - 1;
        cleared.ShouldBe(2 * storages);
        return pickle;
    }
}
