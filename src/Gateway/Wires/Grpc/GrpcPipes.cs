using System.IO.Pipelines;

namespace PolicyGate.Gateway.Wires.Grpc;

/// <summary>A connection's two directions.</summary>
internal sealed record GrpcPipes(PipeReader Input, PipeWriter Output) : IDuplexPipe;
