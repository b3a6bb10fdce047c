using Microsoft.AspNetCore.Http;

namespace PolicyGate.Gateway.Http;

/// <summary>What the gateway answers under one path. A new one is added in <see cref="GatewayPages"/>.</summary>
internal interface IHttpPage
{
    /// <summary>As <c>/metrics</c>; without regard to case.</summary>
    string Path { get; }

    /// <summary>Whether it also answers what is below its path, as <c>/api/robots/NAME</c>.</summary>
    bool AnswersBelow => false;

    /// <summary>Answers a GET or HEAD; a throw is a bug and becomes a 500. Called from any thread.</summary>
    Task AnswerAsync(HttpContext context);

    /// <summary>Whether it also takes POSTs.</summary>
    bool TakesPosts => false;

    /// <summary>Does what a POST asks for that <see cref="Writing"/> has let through.</summary>
    Task PostAsync(HttpContext context) => throw new NotSupportedException();
}
