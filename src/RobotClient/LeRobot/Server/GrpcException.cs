using PolicyGate.Formats.Grpc;

namespace PolicyGate.RobotClient.LeRobot.Server;

/// <summary>A call that the server ended with a status of its own.</summary>
internal sealed class GrpcException(GrpcStatusCode code, string message) : IOException(message)
{
    public GrpcStatusCode Code => code;
}
