using System.Text;
using PolicyGate.Formats;
using PolicyGate.Gateway.Recording;
using PolicyGate.RobotClient.OpenArm;
using RecordedTick = PolicyGate.Gateway.Recording.RecordedTick;

namespace PolicyGate.Gateway.Comparison.Inputs;

/// <summary>Observations of OpenArm robots in Arrow files, <c>.gz</c> too, beside a list of their requests.</summary>
/// <param name="folder">Where they lie.</param>
/// <param name="list">How they are listed.</param>
internal sealed class FolderInput(string folder, RequestList list) : ITickInput
{
    // What is listed in a report; the rest is counted.
    private const int MostUnreadable = 100;

    private readonly List<string> _unreadable = [];
    private bool _read;

    public string Name => folder;

    public string Kind => list.Kind;

    public IReadOnlyList<string> Unreadable => _unreadable;

    public RecordingManifest? Manifest => null;

    /// <summary>Whether there is such a list, and which.</summary>
    public static FolderInput? Find(string folder) =>
        RequestList.All.FirstOrDefault(list => File.Exists(Path.Combine(folder, list.File))) is { } found
            ? new FolderInput(folder, found)
            : null;

    public IEnumerable<RecordedTick> Read()
    {
        using var observation = new MemoryStream();
        long tick = 0;
        foreach (ListedRequest listed in list.Read(Path.Combine(folder, list.File)))
        {
            if (Find(listed, observation) is { } unreadable)
            {
                Tell($"{list.File}: {listed.Place}: {unreadable}");
                continue;
            }
            yield return new RecordedTick
            {
                Session = listed.Session,
                Tick = tick++,
                Route = "",
                Wire = RecordedWire.OpenArm,
                Request = Encoding.UTF8.GetBytes(listed.Request),
                Observation = observation.GetBuffer().AsMemory(0, (int)observation.Length),
                BeginsEpisode = listed.Reset,
            };
        }
        _read = true;
    }

    /// <returns>Why there is no observation; null where there is.</returns>
    private string? Find(ListedRequest listed, MemoryStream observation)
    {
        if (listed.Fault is not null)
            return listed.Fault;
        try
        {
            RecordedFile.Read(RecordedFile.Find(folder, listed.DataPath), observation);
            return observation.Length == 0 ? $"{Path.GetFileName(listed.DataPath)} is empty" : null;
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException or InvalidDataException)
        {
            return failure.Message;
        }
    }

    /// <summary>Once: it is the same whenever it is read.</summary>
    private void Tell(string line)
    {
        if (!_read && _unreadable.Count < MostUnreadable)
            _unreadable.Add(Printable.Text(line));
    }
}
