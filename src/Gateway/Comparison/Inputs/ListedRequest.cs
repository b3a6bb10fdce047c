using System.Text.Json;

namespace PolicyGate.Gateway.Comparison.Inputs;

/// <summary>A request as a list has it.</summary>
internal sealed record ListedRequest
{
    /// <summary>In the list, for messages: <c>line 3</c>.</summary>
    public required string Place { get; init; }

    /// <summary>A list of cases has one each.</summary>
    public string Session { get; init; } = "1";

    /// <summary>The line, as JSON.</summary>
    public string Request { get; init; } = "";

    /// <summary>Where the robot had its observation.</summary>
    public string DataPath { get; init; } = "";

    public bool Reset { get; init; }

    /// <summary>Why it is none; null where it is one.</summary>
    public string? Fault { get; init; }

    /// <param name="place">In the list.</param>
    /// <param name="session">Whose it is.</param>
    /// <param name="request">Gives the request's JSON.</param>
    public static ListedRequest Read(string place, string session, Func<string> request)
    {
        try
        {
            string text = request();
            using var document = JsonDocument.Parse(text);
            JsonElement root = document.RootElement;
            return new ListedRequest
            {
                Place = place,
                Session = session,
                Request = text,
                DataPath = root.GetProperty("data_path").GetString() ?? "",
                Reset = root.TryGetProperty("reset", out JsonElement reset) && reset.ValueKind is JsonValueKind.True,
            };
        }
        catch (Exception failure) when (failure is JsonException or KeyNotFoundException or InvalidOperationException)
        {
            return new ListedRequest { Place = place, Fault = $"no request: {failure.Message}" };
        }
    }
}
