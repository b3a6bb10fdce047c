using PolicyGate.Gateway.Configuration;
using PolicyGate.Gateway.Policies;

namespace PolicyGate.Gateway.Swaps;

/// <summary>What a swap has made so far: freed with it, unless it takes over.</summary>
internal sealed class SwapCandidate : IDisposable
{
    private PolicyCopy? _copy;
    private PolicyVersion? _version;

    /// <summary>What it is loaded by; its folder is the copy once there is one.</summary>
    public required PolicyConfig Config { get; set; }

    /// <summary>That it was named by.</summary>
    public required string Folder { get; init; }

    /// <summary>Whether a gateway that is started anew serves it, too.</summary>
    public bool IsConfigured { get; init; }

    /// <summary>The folder when it was whole.</summary>
    public FolderLook? Look { get; set; }

    /// <summary>What its plugin is loaded from; null in a worker.</summary>
    public string? Plugin { get; set; }

    /// <summary>Whether it is what answers: there is nothing to load.</summary>
    public bool AnswersAlready { get; set; }

    /// <summary>For whoever asked for it.</summary>
    public List<string> Notes { get; } = [];

    public string? Digest => _copy?.Digest;

    public PolicyVersion? Version => _version;

    /// <summary>It is loaded from a copy from here on.</summary>
    public void Take(PolicyCopy copy)
    {
        _copy = copy;
        Config = Config with { Folder = copy.Folder };
    }

    /// <summary>It is warm: the copy goes when the version is freed.</summary>
    public LoadedVersion Warm(int number, ServedPolicy policy)
    {
        _version = new PolicyVersion(number, Config, policy) { Folder = Folder };
        if (_copy is { } copy)
            _ = _version.Freed.ContinueWith(_ => copy.Dispose(), TaskScheduler.Default);
        return new LoadedVersion(_version, Folder) { Copy = _copy, Look = Look, Plugin = Plugin };
    }

    /// <summary>It has not taken over.</summary>
    public void Dispose()
    {
        if (_version is { } version)
            version.Retire();
        else
            _copy?.Dispose();
    }
}
