using Microsoft.Extensions.Configuration;
using PolicyGate.Gateway.Configuration;
using PolicyGate.Gateway.Errors;

namespace PolicyGate.Gateway.Swaps;

/// <summary>What a request means: by which configuration another version is loaded.</summary>
/// <param name="config">As at the start.</param>
/// <param name="source">What that was read from; null where it was read from nothing.</param>
internal sealed class CandidateChoice(GatewayConfig config, ConfigurationSource? source)
{
    /// <param name="request">Of a configured policy.</param>
    /// <param name="candidate">Null where an error is returned.</param>
    public GatewayError? Choose(SwapRequest request, out SwapCandidate? candidate)
    {
        candidate = null;
        PolicyConfig configured = config.Policies[request.Policy];
        IReadOnlyList<string> others = [];
        if (request.Folder is null && source is not null)
        {
            if (source.Reread(configured.Name, out PolicyConfig? now, out others) is { } unusable)
                return unusable;
            configured = now!;
        }
        if (request.Folder is not null && !Path.IsPathRooted(request.Folder))
            return new GatewayError(ErrorCode.InvalidArgument, $"'{request.Folder}' is no absolute path");
        string folder = Path.GetFullPath(request.Folder ?? configured.Folder);
        bool sameBackend = request.Backend is null
            || string.Equals(request.Backend, configured.Backend, StringComparison.OrdinalIgnoreCase);
        candidate = new SwapCandidate
        {
            Folder = folder,
            IsConfigured = sameBackend && folder == configured.Folder,
            Config = sameBackend
                ? configured with { Folder = folder }
                : configured with { Folder = folder, Backend = request.Backend!, Options = NoOptions },
        };
        if (!sameBackend && configured.Options.AsEnumerable().Any())
            candidate.Notes.Add($"the configured Options are {configured.Backend}'s, and {request.Backend} gets none");
        if (others.Count > 0)
        {
            candidate.Notes.Add(
                $"not taken, for they hold from the next start on: {string.Join(", ", others)}");
        }
        return null;
    }

    private static IConfiguration NoOptions { get; } = new ConfigurationBuilder().Build();
}
