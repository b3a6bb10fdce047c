using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.Primitives;
using PolicyGate.Formats.Grpc;

namespace PolicyGate.Gateway.Wires.Grpc;

/// <summary>gRPC's headers and trailers: https://github.com/grpc/grpc/blob/master/doc/PROTOCOL-HTTP2.md</summary>
internal static class GrpcHeaders
{
    public const string Timeout = "grpc-timeout";
    public const string Encoding = "grpc-encoding";

    /// <summary>The encoding that is none.</summary>
    public const string Identity = "identity";

    // Clients and proxies take 8 KiB of trailers, some count each field twice.
    private const int MessageLimit = 3 << 10;
    private const string ContentType = "application/grpc";
    private const string AcceptEncoding = "grpc-accept-encoding";
    private const string Status = "grpc-status";
    private const string Message = "grpc-message";

    private static readonly StringValues OurType = ContentType;
    private static readonly StringValues OurEncoding = Identity;
    private static readonly StringValues[] Codes =
        [.. Enum.GetValues<GrpcStatusCode>().Select(code => new StringValues(((int)code).ToString()))];

    /// <summary>Begins the answer.</summary>
    /// <returns>False where the request is none of gRPC's: then the answer is HTTP's, and whole.</returns>
    public static bool Accept(IHttpRequestFeature request, IHttpResponseFeature response)
    {
        response.StatusCode = WhyNot(request, response.Headers);
        if (response.StatusCode != StatusCodes.Status200OK)
            return false;
        response.Headers.ContentType = OurType;
        response.Headers[AcceptEncoding] = OurEncoding;
        return true;
    }

    public static void WriteStatus(GrpcStatus status, IHeaderDictionary trailers)
    {
        trailers[Status] = Codes[(int)status.Code];
        if (status.Message.Length > 0)
            trailers[Message] = GrpcMessageText.Encode(status.Message, MessageLimit);
    }

    private static int WhyNot(IHttpRequestFeature request, IHeaderDictionary answer)
    {
        if (request.Method != HttpMethods.Post)
        {
            answer.Allow = HttpMethods.Post;
            return StatusCodes.Status405MethodNotAllowed;
        }
        if (!IsGrpc(request.Headers.ContentType.ToString()))
            return StatusCodes.Status415UnsupportedMediaType;
        // A proxy that drops this one drops trailers as well, and the status with them.
        return request.Headers.TE == "trailers" ? StatusCodes.Status200OK : StatusCodes.Status400BadRequest;
    }

    /// <summary>Not <c>application/grpc-web</c>, nor <c>+json</c>.</summary>
    private static bool IsGrpc(string type)
    {
        if (!type.StartsWith(ContentType, StringComparison.OrdinalIgnoreCase))
            return false;
        ReadOnlySpan<char> rest = type.AsSpan(ContentType.Length);
        if (rest.StartsWith("+proto", StringComparison.OrdinalIgnoreCase))
            rest = rest["+proto".Length..];
        return rest.IsEmpty || rest[0] == ';';
    }
}
