using System.Text;
using Microsoft.AspNetCore.Http;

namespace PolicyGate.Gateway.Http;

/// <summary>A line for people.</summary>
internal static class PlainText
{
    public static async Task WriteAsync(HttpContext context, int status, string text)
    {
        context.Response.StatusCode = status;
        context.Response.ContentType = "text/plain; charset=utf-8";
        byte[] line = Encoding.UTF8.GetBytes(text);
        context.Response.ContentLength = line.Length;
        await context.Response.BodyWriter.WriteAsync(line, context.RequestAborted);
    }
}
