using System.Buffers.Binary;
using System.Text;
using PolicyGate.Formats.Grpc;

namespace PolicyGate.Tests.Fixtures.Otlp;

/// <summary>
/// A protobuf message by its fields' numbers, which are OTLP's:
/// https://github.com/open-telemetry/opentelemetry-proto/tree/v1.7.0/opentelemetry/proto
/// </summary>
internal sealed class OtlpMessage
{
    private readonly List<(int Field, byte[] Content)> _fields = [];

    public OtlpMessage(byte[] message)
    {
        var reader = new ProtobufReader(message);
        while (reader.Next() is ProtobufStep.Field)
            _fields.Add((reader.Field, message.AsSpan(reader.Start, reader.Length).ToArray()));
        reader.Fault.ShouldBeNull();
    }

    public bool Has(int field) => _fields.Exists(found => found.Field == field);

    public IEnumerable<OtlpMessage> All(int field) =>
        _fields.Where(found => found.Field == field).Select(found => new OtlpMessage(found.Content));

    /// <summary>Messages within messages.</summary>
    public IEnumerable<OtlpMessage> Path(params int[] fields) =>
        fields.Aggregate<int, IEnumerable<OtlpMessage>>([this], (at, field) => at.SelectMany(m => m.All(field)));

    public byte[] Bytes(int field) => _fields.Find(found => found.Field == field).Content ?? [];

    public string Text(int field) => Encoding.UTF8.GetString(Bytes(field));

    public string Id(int field) => Convert.ToHexStringLower(Bytes(field));

    public ulong Fixed64(int field) =>
        Bytes(field) is { Length: 8 } bytes ? BinaryPrimitives.ReadUInt64LittleEndian(bytes) : 0;

    public double Double(int field) => BitConverter.UInt64BitsToDouble(Fixed64(field));

    /// <summary>Of a field that is packed, as all of numbers are.</summary>
    public IReadOnlyList<ulong> PackedFixed64(int field) =>
        [.. Bytes(field).Chunk(8).Select(eight => BinaryPrimitives.ReadUInt64LittleEndian(eight))];

    public long Varint(int field)
    {
        ulong value = 0;
        int shift = 0;
        foreach (byte part in Bytes(field))
        {
            value |= (ulong)(part & 0x7f) << shift;
            shift += 7;
        }
        return (long)value;
    }

    /// <summary>Of a field of key-value pairs.</summary>
    public IReadOnlyDictionary<string, object> Attributes(int field) =>
        All(field).ToDictionary(pair => pair.Text(1), pair => ValueOf(pair.All(2).Single()));

    private static object ValueOf(OtlpMessage any) => any.Has(3) ? any.Varint(3)
        : any.Has(4) ? any.Double(4)
        : any.Has(2) ? any.Varint(2) != 0
        : any.Text(1);
}
