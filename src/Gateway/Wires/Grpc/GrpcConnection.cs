using System.Net;

namespace PolicyGate.Gateway.Wires.Grpc;

/// <summary>One HTTP/2 connection.</summary>
/// <param name="Id">Unique within the process.</param>
/// <param name="Remote">Who called.</param>
/// <param name="Abort">Ends it and all its calls.</param>
internal sealed record GrpcConnection(string Id, IPEndPoint Remote, Action Abort);
