using System.Runtime.CompilerServices;

namespace PolicyGate.Gateway.Charts;

/// <summary>Writes a page of which nothing but the program's own words can be markup.</summary>
/// <remarks>
/// <c>html.Write($"&lt;td&gt;{name}&lt;/td&gt;")</c>: the literal parts are markup, the holes are text, whatever is in
/// them. What is written is also XML, so that a test can hold its form.
/// </remarks>
internal sealed class HtmlWriter(TextWriter output)
{
    public TextWriter Output => output;

    /// <summary>Markup with holes for text.</summary>
#pragma warning disable IDE0060, CA1822 // The handler has written it by the time that this is called.
    public void Write([InterpolatedStringHandlerArgument("")] ref HtmlInterpolation html)
    {
    }
#pragma warning restore IDE0060, CA1822

    /// <summary>The document's head, with styles embedded in the program, up to where content begins.</summary>
    public void Begin(string title, params ReadOnlySpan<string> styles)
    {
        Write($"""
            <!DOCTYPE html>
            <html lang="en">
            <head>
            <meta charset="utf-8"/>
            <meta name="viewport" content="width=device-width,initial-scale=1"/>
            <meta name="color-scheme" content="light dark"/>
            <title>{title}</title>
            <style>

            """);
        foreach (string style in styles)
            output.Write(EmbeddedText.Read(style));
        Write($"""
            </style>
            </head>
            <body><main>

            """);
    }

    /// <summary>As an <c>img</c>'s <c>src</c>.</summary>
    public void WritePng(byte[] png)
    {
        output.Write("data:image/png;base64,");
        output.Write(Convert.ToBase64String(png));
    }
}
