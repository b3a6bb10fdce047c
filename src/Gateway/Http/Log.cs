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

    [LoggerMessage(1604, LogLevel.Warning, "a change was asked for by {Address} with a token that is not the one")]
    public static partial void WrongToken(ILogger logger, IPAddress? address);

    [LoggerMessage(1605, LogLevel.Warning, "a page from another origin asked for a change at {Path}; refused")]
    public static partial void OtherOrigin(ILogger logger, string? path);

    [LoggerMessage(1606, LogLevel.Information, "{Address} asks for a {Change} of policy '{Policy}'")]
    public static partial void ChangeAsked(ILogger logger, IPAddress? address, string change, string policy);

    [LoggerMessage(1607, LogLevel.Error, "a {Change} of policy '{Policy}' met a bug of the gateway's")]
    public static partial void ChangeThrew(ILogger logger, string change, string policy, Exception bug);
}
