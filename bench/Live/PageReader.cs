using System.Net;
using System.Text.Json;

namespace PolicyGate.Bench.Live;

/// <summary>Asks pages of the gateway and reads them to their end, as a scraper does.</summary>
/// <param name="pages">Read whole each time.</param>
/// <param name="robot">Of a robot, for what is new since the last time alone, as the dashboard asks; null for
/// none.</param>
internal sealed class PageReader(IReadOnlyList<Uri> pages, Uri? robot = null) : IDisposable
{
    private readonly HttpClient _http = new() { Timeout = TimeSpan.FromSeconds(10) };
    private long _next;

    /// <summary>Pages that were read.</summary>
    public int Count { get; private set; }

    /// <summary>The last one's.</summary>
    public string Text { get; private set; } = "";

    /// <exception cref="HttpRequestException">It was not there.</exception>
    public void Read()
    {
        foreach (Uri page in pages)
            Read(page);
        if (robot is null)
            return;
        Read(new Uri($"{robot}?since={_next}"));
        using JsonDocument ticks = JsonDocument.Parse(Text);
        _next = ticks.RootElement.GetProperty("next").GetInt64();
    }

    public void Dispose() => _http.Dispose();

    private void Read(Uri page)
    {
        using HttpResponseMessage answer = _http.GetAsync(page).GetAwaiter().GetResult();
        if (answer.StatusCode is not HttpStatusCode.OK)
            throw new HttpRequestException($"{page}: {(int)answer.StatusCode}");
        Text = answer.Content.ReadAsStringAsync().GetAwaiter().GetResult();
        Count++;
    }
}
