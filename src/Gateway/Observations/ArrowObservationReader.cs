using System.Text;
using System.Text.Unicode;
using PolicyGate.Formats;
using PolicyGate.Formats.Arrow;
using PolicyGate.Gateway.Errors;
using PolicyGate.Gateway.Limits;
using PolicyGate.Gateway.Telemetry;

namespace PolicyGate.Gateway.Observations;

/// <summary>
/// Reads the moments that a policy wants out of a robot's Arrow files; one per session, its memory kept between ticks.
/// </summary>
/// <remarks>
/// <see cref="Open"/>: 1. open and check the file; 2. schema: columns; 3. batches: the moments' rows; 4. positions and
/// task into the observation, and where the needed cameras' pixels lie, or these themselves where they are compressed.
/// The file stays open for whoever reads the others.
/// <see cref="Finish"/>: 5. ask whether the file stayed as it was.
/// </remarks>
internal sealed class ArrowObservationReader : IObservationSource, IDisposable
{
    private readonly LimitsOptions _limits;
    private readonly string _cameraPrefix;
    private readonly TimeProvider _time;
    private readonly ObservationFile _file;
    private readonly ArrowFileReader _arrow;
    private readonly ArrowBatch _batch = new();
    private readonly MomentRows _rows;
    private readonly PositionReader _positions;
    private ObservationColumns? _columns;
    private ArrowSchema? _columnsSchema;
    private ObservationNeeds? _columnsNeeds;
    private byte[] _path = [];
    private int _pathBytes;
    private KeptFile? _kept;

    /// <param name="limits">Of the gateway.</param>
    /// <param name="roots">Folders under which files may lie.</param>
    /// <param name="cameraPrefix">Before a camera's name in its column's, as <c>camera_</c>.</param>
    /// <param name="time">For the timings.</param>
    public ArrowObservationReader(
        LimitsOptions limits, IReadOnlyList<string> roots, string cameraPrefix, TimeProvider time)
    {
        (_limits, _cameraPrefix, _time) = (limits, cameraPrefix, time);
        _file = new ObservationFile(new ObservationRoots(roots), limits.ObservationBytes, time);
        _arrow = new ArrowFileReader(LimitsOf(limits));
        _rows = new MomentRows(limits.ObservationRows);
        _positions = new PositionReader(limits);
    }

    public long Elapsed => _file.Elapsed;

    /// <summary>Whether files stay open when they were read, for <see cref="TakeFile"/>.</summary>
    public bool KeepsFiles { get; set; }

    /// <summary>Whether the last file was written to between its opening and its end.</summary>
    public bool HasChanged { get; private set; }

    /// <summary>The part of the gateway's limits that bounds what one file may ask of the Arrow reader.</summary>
    public static ArrowLimits LimitsOf(LimitsOptions limits) => new(
        limits.ArrowMetadataBytes,
        limits.ArrowColumns,
        limits.ArrowDepth,
        limits.ArrowBatches,
        limits.ObservationRows,
        limits.ObservationBytes);

    /// <summary>Finds the wanted rows; after an error the observation is empty and nothing is open.</summary>
    /// <param name="dataPath">Absolute, UTF-8, under one of the roots.</param>
    /// <param name="sizes">From the request's metadata.</param>
    /// <param name="into">Its needs say what is read. Finished before the next is opened.</param>
    /// <param name="timings">Gets <see cref="TickTimings.Read"/> and <see cref="TickTimings.Decode"/>.</param>
    /// <param name="history">From the request's metadata; null where there is no request.</param>
    public GatewayError? Open(
        ReadOnlySpan<byte> dataPath, ImageSizes sizes, Observation into, TickTimings timings,
        HistoryIndices? history = null)
    {
        long started = _time.GetTimestamp();
        into.Clear();
        KeepPath(dataPath);
        if (_file.Open(dataPath) is { } closed)
        {
            timings.Read = _file.Elapsed;
            timings.Decode = _time.GetTimestamp() - started - _file.Elapsed;
            return Named(closed);
        }
        return Take(started, sizes, history, into, timings);
    }

    /// <summary>As <see cref="Open"/>, a file that another reader has opened and kept.</summary>
    /// <param name="file">Closed by this reader from here on.</param>
    /// <param name="dataPath">For messages.</param>
    /// <param name="sizes">From the request's metadata.</param>
    /// <param name="into">As for <see cref="Open"/>.</param>
    /// <param name="timings">As for <see cref="Open"/>.</param>
    /// <param name="history">As for <see cref="Open"/>.</param>
    public GatewayError? OpenKept(
        KeptFile file, ReadOnlySpan<byte> dataPath, ImageSizes sizes, Observation into, TickTimings timings,
        HistoryIndices? history)
    {
        long started = _time.GetTimestamp();
        into.Clear();
        KeepPath(dataPath);
        _file.Adopt(file);
        return Take(started, sizes, history, into, timings);
    }

    public GatewayError? Read(long offset, Span<byte> into) =>
        _file.Read(offset, into) is { } fault ? Named(fault.ToError()) : null;

    public GatewayError? Finish(GatewayError? failed)
    {
        // Asked after an error too: a file caught half-written is the better reason.
        GatewayError? changed = _file.CheckUnchanged();
        HasChanged = changed is not null;
        if (KeepsFiles)
            Keep(_file.Release());
        else
            _file.Close();
        return changed is null ? failed : Named(changed);
    }

    /// <summary>The last file read, still open, to be closed by whoever takes it; null where there is none.</summary>
    public KeptFile? TakeFile()
    {
        KeptFile? kept = _kept;
        _kept = null;
        return kept;
    }

    public void Dispose()
    {
        Keep(null);
        _file.Dispose();
        _arrow.Dispose();
    }

    /// <summary>Reads what is open.</summary>
    private GatewayError? Take(
        long started, ImageSizes sizes, HistoryIndices? history, Observation into, TickTimings timings)
    {
        HasChanged = false;
        into.Attach(this);
        GatewayError? error = Decode(sizes, history, into) is { } unread ? into.Finish(Named(unread)) : null;
        timings.Read = _file.Elapsed;
        timings.Decode = _time.GetTimestamp() - started - _file.Elapsed;
        if (error is not null)
            into.Clear();
        return error;
    }

    private void Keep(KeptFile? file)
    {
        ObservationFile.Close(_kept);
        _kept = file;
    }

    private void KeepPath(ReadOnlySpan<byte> path)
    {
        if (_path.Length < path.Length)
            _path = new byte[path.Length];
        path.CopyTo(_path);
        _pathBytes = path.Length;
    }

    private GatewayError Named(GatewayError error)
    {
        string path = Encoding.UTF8.GetString(_path.AsSpan(0, _pathBytes));
        return error with { Message = Printable.Text($"observation {path}: {error.Message}") };
    }

    private GatewayError? Decode(ImageSizes sizes, HistoryIndices? history, Observation into)
    {
        if (_arrow.Open(_file) is { } fault)
            return fault.ToError();
        if (FindColumns(into.Needs) is { } unsuited)
            return unsuited;
        ObservationColumns columns = _columns!;
        if (_rows.Find(_arrow, columns.Id, into.Needs.History, history, _batch) is { } noRow)
            return noRow;
        into.Id = _rows.Id;
        for (int moment = 0; moment < into.Moments.Length; moment++)
        {
            GatewayError? error = _rows.Load(moment, _arrow, _batch, out int row)
                ?? _positions.Read(_batch, columns.Position, row, into.Moments[moment]);
            // The last is now: its instruction is the one to follow.
            if (error is null && columns.Task is not null && moment == into.Moments.Length - 1)
                error = ReadTask(columns.Task, row, into);
            if (error is not null)
                return error;
        }
        // A camera's moments one after the other: a compressed column is read from its beginning on.
        for (int camera = 0; camera < columns.Cameras.Length; camera++)
        {
            for (int moment = 0; moment < into.Moments.Length; moment++)
            {
                CameraImage image = into.Moments[moment].Cameras[camera];
                GatewayError? error = _rows.Load(moment, _arrow, _batch, out int row)
                    ?? ReadCamera(columns.Cameras[camera], row, sizes[camera], image);
                if (error is not null)
                    return error;
            }
        }
        return null;
    }

    private GatewayError? FindColumns(ObservationNeeds needs)
    {
        bool known = ReferenceEquals(_columnsSchema, _arrow.Schema) && ReferenceEquals(_columnsNeeds, needs);
        if (known && _columns is not null)
            return null;
        (_columnsSchema, _columnsNeeds) = (_arrow.Schema, needs);
        return ObservationColumns.Find(_arrow.Schema, needs, _cameraPrefix, out _columns);
    }

    private GatewayError? ReadTask(ArrowField column, int row, Observation into)
    {
        if (_batch.Find(column, row, out ArrowValues values) is { } fault)
            return fault.ToError();
        if (values.IsNull)
            return null;
        if (values.Count > _limits.TaskBytes)
        {
            return new GatewayError(
                ErrorCode.Overloaded,
                $"{column.Name} has {values.Count} bytes, at most {_limits.TaskBytes} are read (Limits:TaskBytes)");
        }
        Span<byte> task = into.PrepareTask(values.Count);
        if (_batch.Read(values, task) is { } unread)
            return unread.ToError();
        return Utf8.IsValid(task) ? null : Invalid($"{column.Name} is not UTF-8");
    }

    private GatewayError? ReadCamera(ArrowField column, int row, (int Height, int Width) named, CameraImage into)
    {
        if (_batch.Find(column, row, out ArrowValues values) is { } fault)
            return fault.ToError();
        if (values.IsNull)
            return Invalid($"{column.Name} is null: the camera has sent no picture");
        if (PictureSize.Find(column.Name, named, values.Bytes, out (int Height, int Width) size) is { } wrong)
            return wrong;
        long position = ArrowBatch.Locate(values);
        if (position < 0)
        {
            return into.Prepare(size.Height, size.Width, out Span<byte> pixels)
                ?? _batch.Read(values, pixels)?.ToError();
        }
        into.Locate(this, position, size.Height, size.Width);
        return null;
    }

    private static GatewayError Invalid(string message) => new(ErrorCode.InvalidArgument, message);
}
