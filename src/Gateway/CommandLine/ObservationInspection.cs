using System.Text;
using PolicyGate.Abstractions;
using PolicyGate.Formats.Arrow;
using PolicyGate.Gateway.Errors;
using PolicyGate.Gateway.Limits;
using PolicyGate.Gateway.Observations;
using PolicyGate.Gateway.Telemetry;
using PolicyGate.Gateway.Wires.OpenArm;

namespace PolicyGate.Gateway.CommandLine;

/// <summary>What an observation file holds, and what hinders it from being read, in the reader's own words.</summary>
/// <remarks>
/// An error hinders every policy; a warning only those that use the task or that camera. Pictures' sizes are guessed as
/// for a request that names none.
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
    public static IReadOnlyList<Finding> Of(string path, LimitsOptions limits)
    {
        using var inspection = new ObservationInspection(path, limits);
        if (inspection.TellFile() && inspection.TellMoment())
        {
            inspection.TellTask();
            inspection.TellCameras();
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

    private void TellCameras()
    {
        IEnumerable<string> cameras = _arrow.Schema.Columns
            .Select(column => column.Name)
            .Where(name => name.StartsWith(OpenArmNames.CameraPrefix, StringComparison.Ordinal))
            .Distinct(StringComparer.Ordinal);
        foreach (string column in cameras)
        {
            string camera = column[OpenArmNames.CameraPrefix.Length..];
            Observation moment = Read(new ObservationNeeds([camera], Task: false), out string? refusal);
            CameraImage image = moment.Cameras[0];
            (int height, int width, int bytes) = (image.Height, image.Width, image.Bytes);
            if (refusal is not null)
                Tell($"camera {camera}", refusal, FindingLevel.Warning);
            else
                Tell($"camera {camera}", $"{bytes} bytes, by the guess {height}x{width}x3");
        }
    }

    private Observation Read(ObservationNeeds needs, out string? refusal)
    {
        var moment = new Observation(needs);
        GatewayError? error = _reader.Open(
            _pathBytes, new ImageSizes(needs.Cameras.Count), moment, new TickTimings());
        string? said = moment.Finish(error)?.Message;
        refusal = said?.Replace($"observation {_path}: ", "", StringComparison.Ordinal);
        return moment;
    }

    private void Tell(string subject, string text, FindingLevel level = FindingLevel.Ok) =>
        _findings.Add(new Finding(level, Printable.Text(subject), Printable.Text(text)));
}
