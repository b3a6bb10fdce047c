using PolicyGate.Formats.Grpc;

namespace PolicyGate.Tests.Formats.Grpc;

/// <summary>Fields of protobuf messages, read and written by hand.</summary>
public sealed class ProtobufTests
{
    // As protoc's Python writes Observation(transfer_state=3, data=b"abc").
    private static readonly byte[] Observation = [0x08, 0x03, 0x12, 0x03, 0x61, 0x62, 0x63];

    [Fact]
    public void Fields_come_in_the_order_of_the_wire()
    {
        var reader = new ProtobufReader(Observation);

        reader.Next().ShouldBe(ProtobufStep.Field);
        (reader.Field, reader.Type, reader.Varint).ShouldBe((1, ProtobufType.Varint, 3UL));
        reader.Next().ShouldBe(ProtobufStep.Field);
        (reader.Field, reader.Type, reader.Start, reader.Length).ShouldBe((2, ProtobufType.Bytes, 4, 3));
        reader.Content.ToArray().ShouldBe("abc"u8.ToArray());
        reader.Next().ShouldBe(ProtobufStep.End);
        reader.Next().ShouldBe(ProtobufStep.End);
    }

    [Fact]
    public void An_empty_message_has_no_fields() => new ProtobufReader([]).Next().ShouldBe(ProtobufStep.End);

    [Fact]
    public void A_field_may_lie_beyond_what_is_at_hand()
    {
        const int Megabytes = 2 << 20;
        byte[] head = [0x08, 0x01, 0x12, 0x80, 0x80, 0x80, 0x01, 0x55, 0x66];
        var reader = new ProtobufReader(head, 7 + Megabytes);

        reader.Next().ShouldBe(ProtobufStep.Field);
        reader.Next().ShouldBe(ProtobufStep.Field);
        (reader.Start, reader.Length, reader.Position).ShouldBe((7, Megabytes, 7 + Megabytes));
        reader.Content.ToArray().ShouldBe([0x55, 0x66]);
        reader.Next().ShouldBe(ProtobufStep.End);
    }

    [Fact]
    public void More_is_asked_for_exactly_while_the_head_ends_within_a_fields_head()
    {
        for (int length = 0; length < Observation.Length; length++)
        {
            var reader = new ProtobufReader(Observation.AsSpan(0, length), Observation.Length);
            int fields = 0;
            ProtobufStep step;
            while ((step = reader.Next()) is ProtobufStep.Field)
                fields++;

            (fields, step, reader.Position).ShouldBe(length switch
            {
                < 2 => (0, ProtobufStep.More, 0),
                < 4 => (1, ProtobufStep.More, 2),
                _ => (2, ProtobufStep.End, Observation.Length),
            });
        }
    }

    [Fact]
    public void Fields_that_nobody_asked_for_are_walked_over()
    {
        byte[] message =
        [
            0x79, 1, 2, 3, 4, 5, 6, 7, 8, // field 15, eight bytes
            0x82, 0x01, 0x02, 9, 9, // field 16, two bytes of content
            0x8d, 0x01, 1, 2, 3, 4, // field 17, four bytes
            0xf8, 0xff, 0xff, 0xff, 0x0f, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0x01, // the last, -1
        ];
        var reader = new ProtobufReader(message);
        List<int> fields = [];
        while (reader.Next() is ProtobufStep.Field)
            fields.Add(reader.Field);

        fields.ShouldBe([15, 16, 17, (1 << 29) - 1]);
        reader.Varint.ShouldBe(ulong.MaxValue);
        reader.Fault.ShouldBeNull();
    }

    [Theory]
    [InlineData("00", "field number 0")]
    [InlineData("0b", "wire type 3")]
    [InlineData("0c", "wire type 4")]
    [InlineData("0e", "wire type 6")]
    [InlineData("1205", "field 2 of 5 bytes, 0 are left")]
    [InlineData("12ffffffffffffffffff01", "are left")]
    [InlineData("0d010203", "field 1 of 4 bytes, 3 are left")]
    [InlineData("08", "goes on beyond")]
    [InlineData("0880", "goes on beyond")]
    [InlineData("8080", "goes on beyond")]
    [InlineData("08ffffffffffffffffffff01", "more than 10 bytes")]
    [InlineData("f8ffffff7f00", "field number")]
    public void What_is_no_protobuf_is_told_with_its_place(string hexadecimal, string found)
    {
        byte[] message = Convert.FromHexString(hexadecimal);
        var reader = new ProtobufReader(message);

        reader.Next().ShouldBe(ProtobufStep.Malformed);

        reader.Fault!.Message.ShouldContain(found);
        reader.Fault.Message.ShouldContain($"a protobuf message of {message.Length}");
    }

    [Fact]
    public void What_is_written_is_what_protoc_writes()
    {
        var bytes = new byte[Observation.Length];
        var writer = new ProtobufWriter(bytes);

        writer.Varint(1, 3);
        writer.Bytes(2, "abc"u8);

        writer.Position.ShouldBe(bytes.Length);
        bytes.ShouldBe(Observation);
    }

    [Theory]
    [InlineData(1, 0)]
    [InlineData(1, 127)]
    [InlineData(15, 128)]
    [InlineData(16, 2 << 20)]
    [InlineData((1 << 29) - 1, int.MaxValue)]
    public void A_heads_size_is_known_before_it_is_written(int field, int length)
    {
        var bytes = new byte[ProtobufWriter.MaximumHead];
        var writer = new ProtobufWriter(bytes);

        writer.Head(field, length);

        writer.Position.ShouldBe(ProtobufWriter.HeadSize(field, length));
        var reader = new ProtobufReader(bytes.AsSpan(0, writer.Position), int.MaxValue);
        if (length < int.MaxValue)
        {
            reader.Next().ShouldBe(ProtobufStep.Field);
            (reader.Field, reader.Length).ShouldBe((field, length));
        }
    }
}
