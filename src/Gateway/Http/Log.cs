using System.Net;
using Microsoft.Extensions.Logging;

namespace PolicyGate.Gateway.Http;

internal static partial class Log
{
    [LoggerMessage(1600, LogLevel.Information, "listening on {EndPoints} for those who watch: {Pages}")]
    public static partial void Listening(ILogger logger, string endPoints, string pages);

    [LoggerMessage(1601, LogLevel.Error, "a request of {Path} met a bug of the gateway's")]
    public static partial void PageThrew(ILogger logger, string? path, Exception bug);

    [LoggerMessage(1602, LogLevel.Warning,
        "{Address} is outside of the allowed subnets and is not answered (Http:AllowedSubnets)")]
    public static partial void NotAllowed(ILogger logger, IPAddress address);

    [LoggerMessage(1603, LogLevel.Warning, "one more connection is refused: Limits:HttpConnections is {Limit}")]
    public static partial void TooManyConnections(ILogger logger, int limit);
}
