namespace PolicyGate.Formats.Grpc;

/// <summary>How a field lies on the wire: https://protobuf.dev/programming-guides/encoding/#structure</summary>
internal enum ProtobufType
{
    Varint = 0,
    Fixed64 = 1,
    Bytes = 2,
    Fixed32 = 5,
}
