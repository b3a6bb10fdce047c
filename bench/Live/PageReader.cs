using System.Net;

namespace PolicyGate.Bench.Live;

/// <summary>Asks a page of the gateway and reads it to its end, as a scraper does.</summary>
internal sealed class PageReader(IReadOnlyList<Uri> pages) : IDisposable
{
    private readonly HttpClient _http = new() { Timeout = TimeSpan.FromSeconds(10) };

    /// <summary>Pages that were read.</summary>
    public int Count { get; private set; }

    /// <summary>The last one's.</summary>
    public string Text { get; private set; } = "";

    /// <exception cref="HttpRequestException">It was not there.</exception>
    public void Read()
    {
        foreach (Uri page in pages)
        {
            using HttpResponseMessage answer = _http.GetAsync(page).GetAwaiter().GetResult();
            if (answer.StatusCode is not HttpStatusCode.OK)
                throw new HttpRequestException($"{page}: {(int)answer.StatusCode}");
            Text = answer.Content.ReadAsStringAsync().GetAwaiter().GetResult();
            Count++;
        }
    }

    public void Dispose() => _http.Dispose();
}
