using System.Buffers.Binary;
using System.Runtime.InteropServices;
using System.Text;
using PolicyGate.Formats;
using PolicyGate.Formats.Safetensors;
using PolicyGate.Tests.Fixtures;

namespace PolicyGate.Tests.Formats.Safetensors;

public sealed class SafetensorsFileTests
{
    [Fact]
    public void What_LeRobot_saved_is_read()
    {
        using SafetensorsFile file = SafetensorsBytes.Open(GoldenData.Bytes(
            "lerobot/checkpoint-act-0.4.4/policy_preprocessor_step_3_normalizer_processor.safetensors"));

        file.Tensors.Count.ShouldBe(60);
        SafetensorsTensor mean = file.Tensors["observation.images.front.mean"];
        (mean.Type, mean.Bytes).ShouldBe(("F32", 12));
        mean.Shape.ShouldBe([3, 1, 1]);
        Read(file, "observation.images.front.mean", 3).ShouldBe([0.49607849f, 0.36863607f, 0.49366221f]);
    }

    [Fact]
    public void Floats_of_every_width_become_float32()
    {
        string[] tensors =
        [
            SafetensorsBytes.Tensor("double", "F64", "2", 0, 16), SafetensorsBytes.Tensor("half", "F16", "2", 16, 20),
            SafetensorsBytes.Tensor("brain", "BF16", "2", 20, 24), SafetensorsBytes.Tensor("scalar", "F32", "", 24, 28),
            SafetensorsBytes.Tensor("none", "F32", "0, 7", 28, 28),
        ];
        byte[] data =
        [
            .. MemoryMarshal.AsBytes<double>([0.1, -2.5]), .. MemoryMarshal.AsBytes<Half>([(Half)0.1f, (Half)(-2.5f)]),
            .. MemoryMarshal.AsBytes<ushort>([0x3FC0, 0xC020]), .. MemoryMarshal.AsBytes<float>([0.1f]),
        ];
        string header = $$"""{"__metadata__":{"format":"pt"},{{string.Join(",", tensors)}}}   """;

        using SafetensorsFile file = SafetensorsBytes.Open(SafetensorsBytes.Of(header, data));

        Read(file, "double", 2).ShouldBe([0.1f, -2.5f]);
        Read(file, "half", 2).ShouldBe([0.099975586f, -2.5f]);
        Read(file, "brain", 2).ShouldBe([1.5f, -2.5f]);
        Read(file, "scalar", 1).ShouldBe([0.1f]);
        Read(file, "none", 0).ShouldBeEmpty();
    }

    [Theory]
    [InlineData("I64", 8)]
    [InlineData("BOOL", 1)]
    [InlineData("F8_E4M3", 1)]
    // One that no version has yet: it can be passed over, and so its size is not known to be wrong.
    [InlineData("F999", 8)]
    public void Other_types_are_passed_over_and_refused_when_they_are_asked_for(string type, int bytes)
    {
        using SafetensorsFile file = SafetensorsBytes.Open(SafetensorsBytes.Of(
            $"{{{SafetensorsBytes.Tensor("steps", type, "1", 0, bytes)}}}", new byte[bytes]));

        FormatFault fault = file.ReadFloats(file.Tensors["steps"], new float[1]).ShouldNotBeNull();

        fault.ShouldBe(FormatFault.Unsupported(
            $"the tensor 'steps' holds {type}; expected F32, F64, F16, BF16"));
    }

    [Theory]
    [InlineData("9223372036854775808", "its header would be 9223372036854775808 bytes long")]
    [InlineData("18446744073709551615", "its header would be 18446744073709551615 bytes long")]
    [InlineData("100", "its header would be 100 bytes long, but 2 follow; the file is cut off")]
    public void A_header_longer_than_the_file_is_refused(string length, string expected)
    {
        byte[] bytes = SafetensorsBytes.Of("{}");
        BinaryPrimitives.WriteUInt64LittleEndian(bytes, ulong.Parse(length));

        SafetensorsBytes.Fault(bytes).Message.ShouldStartWith(expected);
    }

    [Fact]
    public void A_header_beyond_the_limit_is_not_read()
    {
        byte[] bytes = SafetensorsBytes.Of("{}" + new string(' ', SafetensorsBytes.HeaderLimit));

        FormatFault fault = SafetensorsBytes.Fault(bytes);

        fault.Kind.ShouldBe(FormatFaultKind.LimitExceeded);
        fault.Message.ShouldBe("its header is 65538 bytes long; at most 65536 are read");
    }

    [Theory]
    [InlineData("", "is not valid JSON")]
    [InlineData("[]", "is no JSON object")]
    [InlineData("{", "is not valid JSON")]
    [InlineData("{\"a\":1}", "tensor 'a': expected an object with 'dtype'")]
    [InlineData("{\"a\":{}}", "tensor 'a': expected an object with 'dtype'")]
    [InlineData("{\"\\ud800\":{}}", "not valid Unicode")]
    [InlineData("{\"a\":{\"dtype\":[[[[[[[[1]]]]]]]]}}", "is not valid JSON")]
    public void A_header_that_is_none_is_refused(string header, string expected)
    {
        SafetensorsBytes.Fault(SafetensorsBytes.Of(header)).Message.ShouldContain(expected);
    }

    [Theory]
    [InlineData("F32", "1", 0, 5, "its values would lie at 0 to 5, but the file has 4 bytes of values")]
    [InlineData("F32", "1", 4, 0, "its values would lie at 4 to 0")]
    [InlineData("F32", "1", -4, 0, "expected an object with 'dtype'")]
    [InlineData("F32", "-1", 0, 4, "expected an object with 'dtype'")]
    [InlineData("F32", "1.5", 0, 4, "expected an object with 'dtype'")]
    [InlineData("F32", "2", 0, 4, "F32 [2] does not take the 4 bytes that it has")]
    [InlineData("F64", "1", 0, 4, "F64 [1] does not take the 4 bytes that it has")]
    // 2^62 · 4 is 0 where it overflows, and 2^62 · 2^62 · 2^62 even in 128 bits.
    [InlineData("F32", "4611686018427387904", 0, 0, "F32 [4611686018427387904] does not take the 0 bytes")]
    [InlineData("F32", "4611686018427387904, 4611686018427387904, 4611686018427387904", 0, 0, "F32 [46116860184")]
    [InlineData("F32", "9223372036854775807, 0", 0, 4, "F32 [9223372036854775807, 0] does not take the 4 bytes")]
    [InlineData("F32", "", 0, 9223372036854775807, "its values would lie at 0 to 9223372036854775807")]
    public void A_tensor_that_does_not_fit_is_refused(string type, string shape, long begin, long end, string expected)
    {
        byte[] bytes = SafetensorsBytes.Of($"{{{SafetensorsBytes.Tensor("a", type, shape, begin, end)}}}", new byte[4]);

        SafetensorsBytes.Fault(bytes).Message.ShouldStartWith($"tensor 'a': {expected}");
    }

    [Theory]
    [InlineData("a", 0, 8, "b", 4, 12, "tensor 'b': its values overlap those of another tensor")]
    [InlineData("a", 0, 4, "b", 8, 12, "tensor 'b': 4 bytes before its values belong to no tensor")]
    [InlineData("a", 0, 4, "b", 4, 8, "4 bytes at its end belong to no tensor")]
    [InlineData("a", 4, 8, "b", 8, 12, "tensor 'a': 4 bytes before its values belong to no tensor")]
    [InlineData("a", 0, 12, "b", 0, 12, "tensor 'b': its values overlap those of another tensor")]
    [InlineData("a", 0, 8, "a", 8, 12, "its header is not valid JSON")]
    public void Tensors_overlap_nowhere_leave_no_gap_and_have_names_of_their_own(
        string first, int begin, int end, string second, int secondBegin, int secondEnd, string expected)
    {
        string header = SafetensorsBytes.Tensor(first, "U8", $"{end - begin}", begin, end) + ","
            + SafetensorsBytes.Tensor(second, "U8", $"{secondEnd - secondBegin}", secondBegin, secondEnd);

        SafetensorsBytes.Fault(SafetensorsBytes.Of($"{{{header}}}", new byte[12])).Message.ShouldStartWith(expected);
    }

    [Fact]
    public void A_file_cut_off_anywhere_is_refused()
    {
        byte[] whole = SafetensorsBytes.Of($"{{{SafetensorsBytes.Tensor("a", "F32", "3", 0, 12)}}}", new byte[12]);
        SafetensorsBytes.Open(whole).Dispose();

        for (int length = 0; length < whole.Length; length++)
            SafetensorsBytes.Fault(whole[..length]).Kind.ShouldBe(FormatFaultKind.Malformed);
    }

    [Fact]
    public void Names_from_the_file_bring_nothing_to_a_terminal_and_no_flood()
    {
        byte[] bytes = SafetensorsBytes.Of($"{{\"\\u001b[2J{new string('x', 5000)}\":1}}");

        string message = SafetensorsBytes.Fault(bytes).Message;

        message.ShouldStartWith("tensor '?[2Jxxx");
        message.Length.ShouldBeLessThan(600);
    }

    [Fact]
    public void Of_a_file_of_5_GB_only_what_is_asked_for_is_read()
    {
        const long Weights = 5L << 30;
        string header = $"{{{SafetensorsBytes.Tensor("weights", "U8", $"{Weights}", 0, Weights)},"
            + $"{SafetensorsBytes.Tensor("mean", "F32", "3", Weights, Weights + 12)}}}";
        string path = Path.GetTempFileName();
        using FileStream sparse = File.Open(path, FileMode.Open, FileAccess.ReadWrite, FileShare.ReadWrite);
        File.Delete(path);
        sparse.Write(SafetensorsBytes.Of(header));
        sparse.Position += Weights;
        sparse.Write(MemoryMarshal.AsBytes<float>([1, 2, 3]));
        sparse.Flush();
        var source = new CountedStream(sparse);

        SafetensorsFile.Open(source, SafetensorsBytes.HeaderLimit, out SafetensorsFile? file).ShouldBeNull();

        using (file)
            Read(file!, "mean", 3).ShouldBe([1, 2, 3]);
        source.BytesRead.ShouldBe(sizeof(ulong) + Encoding.UTF8.GetByteCount(header) + 12);
    }

    [Fact]
    public void Broken_files_are_read_or_refused()
    {
        const int Mutants = 20_000;
        byte[] whole = GoldenData.Bytes(
            "lerobot/checkpoint-act-0.4.4/policy_postprocessor_step_0_unnormalizer_processor.safetensors");
        var random = new Random(5);
        (int read, int refused) = (0, 0);
        for (int mutant = 0; mutant < Mutants; mutant++)
        {
            byte[] bytes = [.. whole];
            for (int i = random.Next(1, 4); i > 0; i--)
                bytes[random.Next(bytes.Length)] = (byte)random.Next(256);
            FormatFault? fault = SafetensorsFile.Open(
                new MemoryStream(bytes), SafetensorsBytes.HeaderLimit, out SafetensorsFile? file);
            fault?.Message.Length.ShouldBeInRange(1, 1000);
            if (fault is not null)
                refused++;
            if (file is null)
                continue;
            read++;
            foreach (SafetensorsTensor tensor in file.Tensors.Values.Where(tensor => tensor.Type == "F32"))
                file.ReadFloats(tensor, new float[tensor.Bytes / sizeof(float)]).ShouldBeNull();
        }
        read.ShouldBeGreaterThan(Mutants / 20);
        refused.ShouldBeGreaterThan(Mutants / 20);
    }

    private static float[] Read(SafetensorsFile file, string name, int count)
    {
        float[] values = new float[count];
        file.ReadFloats(file.Tensors[name], values).ShouldBeNull();
        return values;
    }
}
