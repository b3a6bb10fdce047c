using System.Net;
using Microsoft.Extensions.Logging;

namespace PolicyGate.Gateway.Wires.Grpc;

internal static partial class Log
{
    [LoggerMessage(700, LogLevel.Warning,
        "{EndPoint}: one more connection is refused: Limits:Connections is {Limit}")]
    public static partial void TooManyConnections(ILogger logger, EndPoint? endPoint, int limit);

    [LoggerMessage(701, LogLevel.Error, "a call of {Path} met a bug of the gateway's")]
    public static partial void CallThrew(ILogger logger, string path, Exception bug);
}
