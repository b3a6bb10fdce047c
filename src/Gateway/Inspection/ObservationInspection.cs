using System.Text;
using PolicyGate.Abstractions;
using PolicyGate.Formats;
using PolicyGate.Formats.Arrow;
using PolicyGate.Gateway.Errors;
using PolicyGate.Gateway.Limits;
using PolicyGate.Gateway.Observations;
using PolicyGate.Gateway.Telemetry;
using PolicyGate.Gateway.Wires.OpenArm;
using PolicyGate.Shared;

namespace PolicyGate.Gateway.Inspection;

/// <summary>What an observation file holds, and what hinders it from being read, in the reader's own words.</summary>
/// <remarks>
/// An error hinders every policy; a warning only those that use the task or that camera. Sizes that nobody names are
/// guessed, as for a request.
/// </remarks>
internal sealed class ObservationInspection : IDisposable
{
    /// <summary>Position values told. 32: two arms with grippers are 16; a limit for lines, not for robots.</summary>
    private const int ListedPositions = 32;

    /// <summary>An operator may look at a file anywhere.</summary>
    private static readonly string[] Roots = ["/"];

    private readonly string _path;
    private readonly byte[] _pathBytes;
    private readonly ObservationFile _file;
    private readonly ArrowFileReader _arrow;
    private readonly ArrowObservationReader _reader;
    private readonly List<Finding> _findings = [];

    private ObservationInspection(string path, LimitsOptions limits)
    {
        (_path, _pathBytes) = (path, Encoding.UTF8.GetBytes(path));
        _file = new ObservationFile(new ObservationRoots(Roots), limits.ObservationBytes, TimeProvider.System);
        _arrow = new ArrowFileReader(ArrowObservationReader.LimitsOf(limits));
        _reader = new ArrowObservationReader(limits, Roots, OpenArmNames.CameraPrefix, TimeProvider.System);
    }

    /// <summary>By its name or, whatever its name is, by its first bytes.</summary>
    public static bool Fits(string path, LimitsOptions limits)
    {
        if (path.EndsWith(".arrow", StringComparison.OrdinalIgnoreCase))
            return true;
        using var inspection = new ObservationInspection(path, limits);
        Span<byte> head = stackalloc byte[ArrowFileReader.Magic.Length];
        return inspection._file.Open(inspection._pathBytes) is null
            && inspection._file.Length >= head.Length
            && inspection._file.Read(0, head) is null
            && (head.SequenceEqual(ArrowFileReader.Magic) || head.StartsWith(ArrowFileReader.StreamMarker));
    }

    /// <param name="path">Absolute.</param>
    /// <param name="limits">As the gateway would have them.</param>
    /// <param name="wishes">For the pictures.</param>
    public static IReadOnlyList<Finding> Of(string path, LimitsOptions limits, PictureWishes wishes)
    {
        using var inspection = new ObservationInspection(path, limits);
        if (inspection.TellFile() && inspection.TellMoment())
        {
            inspection.TellTask();
            inspection.TellCameras(wishes);
        }
        return inspection._findings;
    }

    public void Dispose()
    {
        _reader.Dispose();
        _arrow.Dispose();
        _file.Dispose();
    }

    private bool TellFile()
    {
        GatewayError? error = _file.Open(_pathBytes) ?? _arrow.Open(_file)?.ToError();
        if (error is not null)
        {
            Tell("file", error.Message, FindingLevel.Error);
            return false;
        }
        Tell("file", $"{_file.Length} bytes");
        Tell("batches", $"{_arrow.Batches}");
        if (CountRows() is long rows)
            Tell("rows", $"{rows}");
        foreach (ArrowField column in _arrow.Schema.Columns)
            Tell($"column {column.Name}", column.TypeName);
        return true;
    }

    /// <summary>Null where a batch cannot be loaded: why is told with the newest row.</summary>
    private long? CountRows()
    {
        var batch = new ArrowBatch();
        long rows = 0;
        for (int i = 0; i < _arrow.Batches; i++)
        {
            if (_arrow.Load(i, batch) is not null)
                return null;
            rows += batch.Rows;
        }
        return rows;
    }

    /// <summary>What every policy needs.</summary>
    private bool TellMoment()
    {
        Observation moment = Read(new ObservationNeeds([], Task: false), out string? refusal);
        if (refusal is not null)
        {
            Tell("newest row", refusal, FindingLevel.Error);
            return false;
        }
        Tell("newest row", moment.Id is long id ? $"id {id}" : "the last: there are no ids");
        IEnumerable<string> values = moment.Position.ToArray().Take(ListedPositions).Select(value => $"{value:0.###}");
        string more = moment.Position.Length > ListedPositions ? " …" : "";
        Tell("position", $"{moment.Position.Length} values: {string.Join(" ", values)}{more}");
        return true;
    }

    private void TellTask()
    {
        Observation moment = Read(new ObservationNeeds([], Task: true), out string? refusal);
        if (refusal is not null)
            Tell("task", refusal, FindingLevel.Warning);
        else
            Tell("task", moment.Task.IsEmpty ? "none" : Encoding.UTF8.GetString(moment.Task));
    }

    private void TellCameras(PictureWishes wishes)
    {
        string[] cameras =
        [
            .. _arrow.Schema.Columns
                .Select(column => column.Name)
                .Where(name => name.StartsWith(OpenArmNames.CameraPrefix, StringComparison.Ordinal))
                .Select(name => name[OpenArmNames.CameraPrefix.Length..])
                .Distinct(StringComparer.Ordinal),
        ];
        foreach (string camera in cameras)
            TellCamera(camera, wishes);
        foreach (string camera in wishes.Sizes.Cameras.Except(cameras, StringComparer.Ordinal))
        {
            Tell(
                $"camera {camera}",
                $"a size was named for it, but it is not here; {NearestName.Advice(camera, cameras)}",
                FindingLevel.Error);
        }
    }

    private void TellCamera(string camera, PictureWishes wishes)
    {
        string subject = $"camera {camera}";
        (int Height, int Width) named = wishes.Sizes.Of(camera);
        byte[] pixels = [];
        Observation moment = Read(
            new ObservationNeeds([camera], Task: false), out string? refusal, named,
            image => wishes.Folder is null ? null : image.Read(out pixels));
        if (refusal is not null)
        {
            Tell(subject, refusal, FindingLevel.Warning);
            return;
        }
        CameraImage picture = moment.Cameras[0];
        string guess = named is (0, 0) ? "by the guess " : "";
        Tell(subject, $"{picture.Bytes} bytes, {guess}{picture.Height}x{picture.Width}x3");
        if (wishes.Folder is not { } folder)
            return;
        string? unsaved = folder.Save(camera, pixels, picture.Height, picture.Width, out string? file);
        Tell(subject, unsaved ?? $"saved as {file}", unsaved is null ? FindingLevel.Ok : FindingLevel.Warning);
    }

    /// <param name="needs">What is to be read.</param>
    /// <param name="refusal">Why it cannot be.</param>
    /// <param name="size">Of the only camera; 0 to guess.</param>
    /// <param name="look">At the only camera's picture, while the file is open.</param>
    private Observation Read(
        ObservationNeeds needs, out string? refusal, (int Height, int Width) size = default,
        Func<CameraImage, GatewayError?>? look = null)
    {
        var moment = new Observation(needs);
        var sizes = new ImageSizes(needs.Cameras.Count);
        if (needs.Cameras.Count > 0)
            sizes[0] = size;
        GatewayError? error = _reader.Open(_pathBytes, sizes, moment, new TickTimings());
        if (look is not null)
            error ??= look(moment.Cameras[0]);
        string? said = moment.Finish(error)?.Message;
        refusal = said?.Replace($"observation {_path}: ", "", StringComparison.Ordinal);
        return moment;
    }

    private void Tell(string subject, string text, FindingLevel level = FindingLevel.Ok) =>
        _findings.Add(new Finding(level, Printable.Text(subject), Printable.Text(text)));
}
