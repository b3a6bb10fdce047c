using PolicyGate.Gateway.Recording;

namespace PolicyGate.Tests.Gateway.Recording;

/// <summary>A gateway that ends in the middle of a tick, at any byte of it.</summary>
public sealed class CutRecordingTests : RecordedTicksTest
{
    [Fact]
    public void Cut_at_any_byte_of_its_last_tick_it_is_read_up_to_the_one_before()
    {
        Shown = new byte[333];
        using (TickRecorder recorder = Start())
        {
            SessionRecorder robot = Robot(recorder);
            for (int i = 0; i < 3; i++)
                Tick(robot);
        }
        string segment = Directory.GetFiles(Recordings, "*.arrows", SearchOption.AllDirectories).Single();
        byte[] whole = File.ReadAllBytes(segment);
        int[] ends = Ends(whole);
        ends.Length.ShouldBe(3);

        for (int cut = ends[2] - 1; cut > ends[1]; cut--)
        {
            using (FileStream file = File.OpenWrite(segment))
                file.SetLength(cut);
            RecordingInput.Open(Recordings, new(), out RecordingInput? input).ShouldBeNull();
            input!.Read().Select(tick => tick.Tick).ShouldBe([0, 1], $"cut at {cut}");
            input.Unreadable.ShouldHaveSingleItem().ShouldContain(
                $"its end is cut off: the last {cut - ends[1]} bytes are no whole tick");
        }
        File.WriteAllBytes(segment, whole[..ends[1]]);
        Recorded().ShouldBe([0, 1]);
    }

    /// <summary>Where each tick ends: the next one's marker stands there, or the end's.</summary>
    private static int[] Ends(byte[] segment)
    {
        var ends = new List<int>();
        int at = 0;
        while (BitConverter.ToInt32(segment, at + 4) is > 0 and int metadata)
        {
            int table = at + 8 + BitConverter.ToInt32(segment, at + 8);
            int members = table - BitConverter.ToInt32(segment, table);
            long body = BitConverter.ToInt64(segment, table + BitConverter.ToUInt16(segment, members + 10));
            at += 8 + metadata + (int)body;
            ends.Add(at);
        }
        return [.. ends.Skip(1)];
    }
}
