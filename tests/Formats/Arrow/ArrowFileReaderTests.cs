using PolicyGate.Formats.Arrow;
using PolicyGate.Tests.Fixtures;

namespace PolicyGate.Tests.Formats.Arrow;

public sealed class ArrowFileReaderTests
{
    private static readonly ArrowLimits Limits = new(
        MetadataBytes: 1 << 20, Columns: 1024, Depth: 16, Batches: 1024, Rows: 1024, DecompressedBytes: 1 << 20);

    [Fact]
    public void Nested_and_null_columns_are_named_with_their_types()
    {
        Columns("openarm-captured/task-and-phase/0000.arrow").ShouldBe(
        [
            "position: list<float>", "camera_wrist_right: list<uint8>", "camera_wrist_left: list<uint8>",
            "camera_head_left: list<uint8>", "camera_head_right: list<uint8>", "camera_ceiling: list<uint8>",
            "phase_classifier_result: struct", "task_prompt: string", "id: int64",
        ]);
        Columns("openarm-captured/two-episodes/0000.arrow").ShouldContain("phase_classifier_result: null");
        Columns("openarm/large-list.arrow").ShouldContain("camera_ceiling: large_list<uint8>");
        Columns("openarm/fixed-size-list.arrow").ShouldContain("camera_ceiling: fixed_size_list<uint8>");
        Columns("openarm/dictionary-task.arrow").ShouldContain("task_prompt: dictionary<string>");
        Columns("openarm/float16-position.arrow").ShouldContain("position: list<halffloat>");
    }

    [Fact]
    public void Only_what_is_asked_for_is_read()
    {
        var source = new MemorySource(GoldenData.Bytes("openarm/openarm.arrow"));
        using var reader = new ArrowFileReader(Limits);
        var batch = new ArrowBatch();
        reader.Open(source).ShouldBeNull();
        reader.Load(0, batch).ShouldBeNull();
        reader.Schema.Find("position", out ArrowField? position).ShouldBeNull();
        batch.Find(position!, 0, out ArrowValues values).ShouldBeNull();
        values.Count.ShouldBe(16);
        batch.Read(values, new byte[values.Bytes]).ShouldBeNull();
        source.Length.ShouldBeGreaterThan(8_000_000);
        // Its beginning and its end, each at once.
        source.BytesRead.ShouldBe(8192);
        source.Reads.ShouldBe(2);
    }

    [Fact]
    public void Equal_footers_share_one_schema_and_others_do_not()
    {
        using var reader = new ArrowFileReader(Limits);
        ArrowSchema Open(string file)
        {
            reader.Open(new MemorySource(GoldenData.Bytes(file))).ShouldBeNull();
            return reader.Schema;
        }

        ArrowSchema first = Open("openarm-captured/two-episodes/0000.arrow");
        Open("openarm-captured/two-episodes/0001.arrow").ShouldBeSameAs(first);
        // From one tick to the next: the phase of type null becomes a struct.
        Open("openarm-captured/task-and-phase/0000.arrow").ShouldNotBeSameAs(first);
    }

    [Theory]
    [InlineData("openarm/half.arrow", "openarm/odd.arrow")]
    [InlineData("openarm/task.arrow", "openarm/upscale.arrow")]
    [InlineData("openarm-made/stream-batches.arrow", "openarm-made/stream-without-end.arrow")]
    public void Files_that_differ_in_where_their_batches_lie_alone_share_one_schema(string one, string other)
    {
        using var reader = new ArrowFileReader(Limits);
        reader.Open(new MemorySource(GoldenData.Bytes(one))).ShouldBeNull();
        ArrowSchema first = reader.Schema;
        reader.Open(new MemorySource(GoldenData.Bytes(other))).ShouldBeNull();
        reader.Schema.ShouldBeSameAs(first);
    }

    [Fact]
    public void A_batch_that_lies_outside_of_its_file_is_refused_with_a_known_schema_too()
    {
        byte[] bytes = GoldenData.Bytes("openarm/half.arrow");
        using var reader = new ArrowFileReader(Limits);
        reader.Open(new MemorySource(bytes)).ShouldBeNull();
        // The block: its metadata begins behind the schema's message, at 872.
        int block = bytes.AsSpan().LastIndexOf(BitConverter.GetBytes(872L));
        BitConverter.GetBytes(long.MaxValue).CopyTo(bytes, block);
        reader.Open(new MemorySource(bytes)).ShouldNotBeNull().Message.ShouldContain("lies outside of bytes 8 to");
    }

    [Fact]
    public void A_column_that_is_there_twice_is_refused()
    {
        byte[] bytes = GoldenData.Bytes("openarm/half.arrow");
        // Same length: every offset stays right.
        Replace(bytes, "camera_head_right", "camera_wrist_left");
        using var reader = new ArrowFileReader(Limits);
        reader.Open(new MemorySource(bytes)).ShouldBeNull();
        reader.Schema.Find("camera_wrist_left", out _).ShouldNotBeNull().Message.ShouldContain("more than once");
    }

    [Fact]
    public void Columns_before_one_that_cannot_be_counted_are_read_and_those_behind_it_say_so()
    {
        const byte Newer = 99;
        byte[] bytes = GoldenData.Bytes("openarm/task.arrow");
        using var reader = new ArrowFileReader(Limits);
        // The one byte of the footer that makes the prompt's type a string.
        for (int at = bytes.Length - 2048; at < bytes.Length; at++)
        {
            if (bytes[at] != (byte)ArrowTypeId.Utf8)
                continue;
            bytes[at] = Newer;
            if (reader.Open(new MemorySource(bytes)) is null
                && reader.Schema.Columns.Any(c => c.Name == "task_prompt" && c.Type.Id == (ArrowTypeId)Newer))
                break;
            bytes[at] = (byte)ArrowTypeId.Utf8;
        }
        var batch = new ArrowBatch();
        reader.Load(0, batch).ShouldBeNull();
        reader.Schema.Find("position", out ArrowField? position).ShouldBeNull();
        batch.Find(position!, 0, out ArrowValues values).ShouldBeNull();
        values.Count.ShouldBe(16);
        reader.Schema.Find("id", out ArrowField? id).ShouldBeNull();
        batch.ReadInt64(id!, new long?[1]).ShouldNotBeNull().Message
            .ShouldBe("column id cannot be found: before it stands task_prompt of type number 99, "
                + "which is newer than this reader");
    }

    [Fact]
    public void After_a_bad_file_nothing_can_be_loaded()
    {
        using var reader = new ArrowFileReader(Limits);
        reader.Open(new MemorySource(GoldenData.Bytes("openarm/half.arrow"))).ShouldBeNull();
        reader.Open(new MemorySource([])).ShouldNotBeNull();
        Should.Throw<InvalidOperationException>(() => reader.Load(0, new ArrowBatch()));
    }

    [Fact]
    public void Each_length_that_a_file_can_be_cut_to_is_refused()
    {
        byte[] bytes = GoldenData.Bytes("openarm/three-cameras.arrow");
        using var reader = new ArrowFileReader(Limits);
        for (int length = 0; length < bytes.Length; length += length < 64 || length > bytes.Length - 2048 ? 1 : 97)
            reader.Open(new MemorySource(bytes[..length])).ShouldNotBeNull($"cut to {length}");
    }

    private static void Replace(byte[] bytes, string old, string replacement)
    {
        replacement.Length.ShouldBe(old.Length);
        byte[] from = System.Text.Encoding.ASCII.GetBytes(old);
        int found = 0;
        for (int at = bytes.AsSpan().IndexOf(from); at >= 0; at = bytes.AsSpan().IndexOf(from), found++)
            System.Text.Encoding.ASCII.GetBytes(replacement).CopyTo(bytes, at);
        found.ShouldBeGreaterThan(0);
    }

    private static IEnumerable<string> Columns(string file)
    {
        using var reader = new ArrowFileReader(Limits);
        reader.Open(new MemorySource(GoldenData.Bytes(file))).ShouldBeNull();
        return reader.Schema.Columns.Select(column => column.ToString());
    }
}
