using System.Buffers.Binary;
using System.Runtime.InteropServices;
using PolicyGate.Formats;
using PolicyGate.Formats.Arrow;
using PolicyGate.Tests.Fixtures;

namespace PolicyGate.Tests.Formats.Arrow;

/// <summary>Compressed buffers whose length, which stands before each, or whose frame is not as it should be.</summary>
public sealed class ArrowCompressionTests : IDisposable
{
    private const int PrefixBytes = sizeof(long);

    private const int PictureBytes = 24 * 40 * 3;

    private readonly ArrowBatch _batch = new();
    private ArrowFileReader _reader = ReaderOf(decompressedBytes: 1 << 20);

    [Fact]
    public void What_was_not_worth_compressing_is_read_as_it_stands()
    {
        byte[] bytes = Bytes("lz4-rows");
        Span<byte> frame = Frame(bytes, 3 * 16 * sizeof(float));
        float[] positions = [.. Enumerable.Range(0, 48).Select(i => i / 64f)];
        BinaryPrimitives.WriteInt64LittleEndian(frame, -1);
        MemoryMarshal.AsBytes<float>(positions).CopyTo(frame[PrefixBytes..]);

        Read(bytes, "position", out byte[] values).ShouldBeNull();
        values.ShouldBe(MemoryMarshal.AsBytes(positions.AsSpan(32)).ToArray());
    }

    [Theory]
    [InlineData(-2, "has a buffer of -2 bytes, decompressed")]
    [InlineData((3 * PictureBytes) - 1, "needs 2880 bytes at 5760 of a buffer that has 8639")]
    [InlineData(0, "needs 2880 bytes at 5760 of a buffer that has 0")]
    [InlineData((1 << 20) + 1, "has a buffer of 1048577 bytes, decompressed; at most 1048576 are read")]
    [InlineData(long.MaxValue, "at most 1048576 are read")]
    public void A_length_that_cannot_be_is_refused_before_anything_is_decompressed(long length, string reason)
    {
        foreach (string name in new[] { "lz4-rows", "zstd-rows" })
        {
            byte[] bytes = Bytes(name);
            BinaryPrimitives.WriteInt64LittleEndian(Frame(bytes, 3 * PictureBytes), length);
            FormatFault fault = Read(bytes, "camera_wrist_right", out _).ShouldNotBeNull();
            fault.Message.ShouldContain("column camera_wrist_right");
            fault.Message.ShouldContain(reason);
        }
    }

    [Theory]
    [InlineData("lz4-rows", "it is no LZ4 frame, or a broken one: ")]
    [InlineData("zstd-rows", "it is no ZSTD frame, or a broken one: ")]
    public void A_broken_frame_is_refused_and_the_next_is_read(string name, string reason)
    {
        byte[] bytes = Bytes(name);
        Frame(bytes, 3 * PictureBytes)[PrefixBytes..][..16].Fill(0x5A);
        Read(bytes, "camera_wrist_right", out _).ShouldNotBeNull().Message
            .ShouldStartWith($"column camera_wrist_right: {reason}");
        Read(Bytes(name), "camera_wrist_right", out byte[] values).ShouldBeNull();
        values[0].ShouldBe((byte)62);
    }

    [Fact]
    public void All_that_one_file_has_decompressed_is_limited_together()
    {
        _reader.Dispose();
        _reader = ReaderOf(decompressedBytes: 4 * PictureBytes);
        Read(Bytes("lz4-rows"), "camera_wrist_right", out _).ShouldBeNull();
        _reader.Schema.Find("camera_wrist_left", out ArrowField? other).ShouldBeNull();
        _batch.Find(other!, 2, out ArrowValues values).ShouldBeNull();
        FormatFault fault = _batch.Read(values, new byte[values.Bytes]).ShouldNotBeNull();
        fault.Kind.ShouldBe(FormatFaultKind.LimitExceeded);
        fault.Message.ShouldContain("more than 11520 bytes would be decompressed of one file");
    }

    public void Dispose() => _reader.Dispose();

    private static ArrowFileReader ReaderOf(long decompressedBytes) =>
        new(new ArrowLimits(1 << 16, Columns: 64, Depth: 8, Batches: 16, Rows: 64, decompressedBytes));

    private static byte[] Bytes(string name) => GoldenData.Bytes($"openarm-made/{name}.arrow");

    /// <summary>The first buffer that is so long, decompressed: its length and its frame.</summary>
    private static Span<byte> Frame(byte[] bytes, long length)
    {
        foreach (byte[] magic in new byte[][] { [0x04, 0x22, 0x4D, 0x18], [0x28, 0xB5, 0x2F, 0xFD] })
        {
            int at = bytes.AsSpan().IndexOf([.. BitConverter.GetBytes(length), .. magic]);
            if (at >= 0)
                return bytes.AsSpan(at);
        }
        throw new InvalidOperationException($"No buffer has {length} bytes.");
    }

    /// <summary>The third row of a column.</summary>
    private FormatFault? Read(byte[] bytes, string name, out byte[] read)
    {
        read = [];
        _reader.Open(new MemorySource(bytes)).ShouldBeNull();
        _reader.Load(0, _batch).ShouldBeNull();
        _reader.Schema.Find(name, out ArrowField? column).ShouldBeNull();
        if (_batch.Find(column!, 2, out ArrowValues values) is { } fault)
            return fault;
        read = new byte[values.Bytes];
        return _batch.Read(values, read);
    }
}
