using PolicyGate.Formats;
using PolicyGate.Gateway.Errors;
using PolicyGate.Gateway.Limits;

namespace PolicyGate.Gateway.Recording;

/// <summary>What one start of a gateway has recorded: a folder with its manifest and its segments.</summary>
internal sealed class RecordingRun : ITickInput
{
    public const string SegmentPattern = "*.arrows";

    // A folder full of others' files is not to fill a report.
    private const int MostUnreadable = 100;

    private readonly LimitsOptions _limits;
    private readonly List<string> _unreadable = [];
    private bool _read;
    private int _unlisted;

    private RecordingRun(string folder, RecordingManifest manifest, LimitsOptions limits) =>
        (Name, Manifest, _limits) = (folder, manifest, limits);

    public string Name { get; }

    public IReadOnlyList<string> Unreadable =>
        _unlisted == 0 ? _unreadable : [.. _unreadable, $"{Name}: {_unlisted} more"];

    public RecordingManifest Manifest { get; }

    RecordingManifest? ITickInput.Manifest => Manifest;

    /// <summary>Before the names of its sessions, where there are other runs.</summary>
    public string SessionPrefix { get; init; } = "";

    /// <summary>Reads the manifest.</summary>
    /// <param name="folder">Absolute.</param>
    /// <param name="limits">Of what is read.</param>
    /// <param name="prefix">As <see cref="SessionPrefix"/>.</param>
    /// <param name="run">Null where an error is returned.</param>
    public static GatewayError? Open(string folder, LimitsOptions limits, string prefix, out RecordingRun? run)
    {
        run = null;
        if (ManifestFile.Read(folder, limits.PolicyJsonBytes, out RecordingManifest? manifest) is { } error)
            return error;
        run = new RecordingRun(folder, manifest!, limits) { SessionPrefix = prefix };
        return null;
    }

    /// <summary>Absolute, in the order in which they were written, one route after the other.</summary>
    public IReadOnlyList<string> Segments()
    {
        try
        {
            return
            [
                .. Directory.EnumerateDirectories(Name).Order(StringComparer.Ordinal).SelectMany(
                    route => Directory.EnumerateFileSystemEntries(route, SegmentPattern).Order(StringComparer.Ordinal)),
            ];
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            Tell(Name, FormatFault.Unreadable(failure.Message));
            return [];
        }
    }

    public IEnumerable<RecordedTick> Read()
    {
        using var reader = new SegmentReader(_limits);
        foreach (string segment in Segments())
        {
            FormatFault? fault = reader.Open(segment);
            RecordedTick? tick = null;
            do
            {
                if (fault is not null)
                    Tell(segment, fault);
                fault = reader.Next(out tick);
                if (tick is not null)
                    yield return Prefixed(tick);
            }
            while (tick is not null || fault is not null);
        }
        _read = true;
    }

    private RecordedTick Prefixed(RecordedTick tick) =>
        SessionPrefix.Length == 0 ? tick : tick with { Session = SessionPrefix + tick.Session };

    /// <summary>Once: it is the same whenever the run is read.</summary>
    private void Tell(string segment, FormatFault fault)
    {
        if (_read)
            return;
        string line = Printable.Text($"{segment}: {fault.Message}");
        if (_unreadable.Contains(line))
            return;
        if (_unreadable.Count < MostUnreadable)
            _unreadable.Add(line);
        else
            _unlisted++;
    }
}
