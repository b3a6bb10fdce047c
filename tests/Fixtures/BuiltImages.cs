using System.Diagnostics;
using System.Text.Json;

namespace PolicyGate.Tests.Fixtures;

/// <summary>The images that <c>./test</c> builds where it can and tells by variables (tests/docker/images).</summary>
internal static class BuiltImages
{
    private const string Names = "POLICYGATE_IMAGES";
    private const string Missing = "POLICYGATE_IMAGES_MISSING";
    private static readonly TimeSpan Limit = TimeSpan.FromMinutes(1);

    /// <summary>Why a test that needs it cannot run, and how to make it run; null when it can.</summary>
    public static string? WhyMissing(string stage)
    {
        if (Find(stage) is not null)
            return null;
        string? reason = Environment.GetEnvironmentVariable(Missing);
        if (Environment.GetEnvironmentVariable(Names) is { Length: > 0 })
            reason = $"the image '{stage}' takes minutes more: POLICYGATE_LONG_TESTS=1 ./test Images";
        return $"the image '{stage}' is not built: {(string.IsNullOrEmpty(reason) ? "run ./test Images" : reason)}";
    }

    public static string Of(string stage) =>
        Find(stage) ?? throw new InvalidOperationException(WhyMissing(stage));

    /// <summary>What the image says of how it is started, as Docker has it.</summary>
    public static async Task<JsonElement> Configuration(string stage)
    {
        string all = await Buildah("inspect", "--type", "image", Of(stage));
        return JsonDocument.Parse(all).RootElement.GetProperty("Docker").GetProperty("config").Clone();
    }

    /// <summary>Runs it to a good end.</summary>
    /// <returns>What it said.</returns>
    public static async Task<string> Buildah(params string[] arguments)
    {
        using Process process = Process.Start(new ProcessStartInfo("buildah", arguments)
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            UseShellExecute = false,
        })!;
        Task<string> errors = process.StandardError.ReadToEndAsync();
        string output = await process.StandardOutput.ReadToEndAsync();
        using var patience = new CancellationTokenSource(Limit);
        await process.WaitForExitAsync(patience.Token);
        process.ExitCode.ShouldBe(0, $"buildah {string.Join(' ', arguments)}\n{await errors}");
        return output.Trim();
    }

    private static string? Find(string stage) => Environment.GetEnvironmentVariable(Names)?
        .Split('\n', StringSplitOptions.RemoveEmptyEntries)
        .FirstOrDefault(name => name.EndsWith($":{stage}", StringComparison.Ordinal));
}
