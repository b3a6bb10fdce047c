using System.Globalization;
using System.Net;
using System.Runtime.CompilerServices;
using System.Text;

namespace PolicyGate.Gateway.Charts;

/// <summary>What <see cref="HtmlWriter.Write"/> takes: the compiler calls this for each part of <c>$"…"</c>.</summary>
[InterpolatedStringHandler]
internal readonly ref struct HtmlInterpolation
{
    private readonly TextWriter _output;

    public HtmlInterpolation(int literalLength, int formattedCount, HtmlWriter html) => _output = html.Output;

    public void AppendLiteral(string markup) => _output.Write(markup);

    public void AppendFormatted(string? text)
    {
        if (!string.IsNullOrEmpty(text))
            _output.Write(WebUtility.HtmlEncode(WithoutControls(text)));
    }

    public void AppendFormatted<T>(T value, string? format = null)
        where T : IFormattable =>
        AppendFormatted(value.ToString(format, CultureInfo.InvariantCulture));

    /// <summary>Neither HTML nor XML can hold control characters, however they are written.</summary>
    private static string WithoutControls(string text)
    {
        if (!text.Any(IsForbidden))
            return text;
        var kept = new StringBuilder(text);
        for (int i = 0; i < kept.Length; i++)
        {
            if (IsForbidden(kept[i]))
                kept[i] = '\uFFFD';
        }
        return kept.ToString();
    }

    private static bool IsForbidden(char c) =>
        (char.IsControl(c) && c is not ('\t' or '\n' or '\r')) || c is '\uFFFE' or '\uFFFF';
}
