using Microsoft.AspNetCore.Http;

namespace PolicyGate.Gateway.Http;

/// <summary>What the gateway answers under one path. A new one is added in <see cref="GatewayPages"/>.</summary>
internal interface IHttpPage
{
    /// <summary>As <c>/metrics</c>; without regard to case, and nothing below it.</summary>
    string Path { get; }

    /// <summary>Answers a GET or HEAD; a throw is a bug and becomes a 500. Called from any thread.</summary>
    Task AnswerAsync(HttpContext context);
}
