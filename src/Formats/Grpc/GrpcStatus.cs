namespace PolicyGate.Formats.Grpc;

/// <summary>How a call ends.</summary>
/// <param name="Code">Which of gRPC's.</param>
/// <param name="Message">For people; empty for OK.</param>
internal sealed record GrpcStatus(GrpcStatusCode Code, string Message)
{
    public static GrpcStatus Ok { get; } = new(GrpcStatusCode.Ok, "");
}
