using System.Runtime.InteropServices;
using System.Text;
using System.Text.Unicode;
using PolicyGate.Formats.Arrow;
using PolicyGate.Gateway.Errors;
using PolicyGate.Gateway.Limits;
using PolicyGate.Gateway.Telemetry;

namespace PolicyGate.Gateway.Observations;

/// <summary>
/// Reads the newest moment out of a robot's Arrow files; one per session, its memory kept between ticks.
/// </summary>
/// <remarks>
/// <see cref="Open"/>: 1. open and check the file; 2. footer: columns; 3. batches: the newest row; 4. position and task
/// into the observation, and where the needed cameras' pixels lie. The file stays open for whoever reads those.
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
    private readonly NewestRow _newest;
    private ObservationColumns? _columns;
    private ArrowSchema? _columnsSchema;
    private ObservationNeeds? _columnsNeeds;
    private byte[] _path = [];
    private int _pathBytes;

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
        _newest = new NewestRow(limits.ObservationRows);
    }

    public long Elapsed => _file.Elapsed;

    /// <summary>The part of the gateway's limits that bounds what one file may ask of the Arrow reader.</summary>
    public static ArrowLimits LimitsOf(LimitsOptions limits) => new(
        limits.ArrowMetadataBytes,
        limits.ArrowColumns,
        limits.ArrowDepth,
        limits.ArrowBatches,
        limits.ObservationRows);

    /// <summary>Finds a file's newest row; after an error the observation is empty and nothing is open.</summary>
    /// <param name="dataPath">Absolute, UTF-8, under one of the roots.</param>
    /// <param name="sizes">From the request's metadata.</param>
    /// <param name="into">Its needs say what is read. Finished before the next is opened.</param>
    /// <param name="timings">Gets <see cref="TickTimings.Read"/> and <see cref="TickTimings.Decode"/>.</param>
    public GatewayError? Open(ReadOnlySpan<byte> dataPath, ImageSizes sizes, Observation into, TickTimings timings)
    {
        long started = _time.GetTimestamp();
        into.Clear();
        KeepPath(dataPath);
        GatewayError? error = _file.Open(dataPath) is { } closed ? Named(closed) : null;
        if (error is null)
        {
            into.Attach(this);
            error = Decode(sizes, into) is { } unread ? into.Finish(Named(unread)) : null;
        }
        timings.Read = _file.Elapsed;
        timings.Decode = _time.GetTimestamp() - started - _file.Elapsed;
        if (error is not null)
            into.Clear();
        return error;
    }

    public GatewayError? Read(long offset, Span<byte> into) =>
        _file.Read(offset, into) is { } fault ? Named(fault.ToError()) : null;

    public GatewayError? Finish(GatewayError? failed)
    {
        // Asked after an error too: a file caught half-written is the better reason.
        GatewayError? changed = _file.CheckUnchanged();
        _file.Close();
        return changed is null ? failed : Named(changed);
    }

    public void Dispose() => _file.Dispose();

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

    private GatewayError? Decode(ImageSizes sizes, Observation into)
    {
        if (_arrow.Open(_file) is { } fault)
            return fault.ToError();
        if (FindColumns(into.Needs) is { } unsuited)
            return unsuited;
        ObservationColumns columns = _columns!;
        if (_newest.Find(_arrow, columns.Id, _batch) is { } noRow)
            return noRow;
        into.Id = _newest.Id;
        int row = _newest.Row;
        if (ReadPosition(columns.Position, row, into) is { } noPosition)
            return noPosition;
        if (columns.Task is not null && ReadTask(columns.Task, row, into) is { } noTask)
            return noTask;
        for (int i = 0; i < columns.Cameras.Length; i++)
        {
            if (ReadCamera(columns.Cameras[i], row, sizes[i], into.Cameras[i]) is { } noPicture)
                return noPicture;
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

    private GatewayError? ReadPosition(ArrowField column, int row, Observation into)
    {
        if (_batch.Find(column, row, out ArrowValues values) is { } fault)
            return fault.ToError();
        if (values.IsNull || values.Count == 0)
            return Invalid(values.IsNull ? "position is null" : "position is empty");
        if (values.Count > _limits.Positions)
            return TooMuch($"position has {values.Count} values", _limits.Positions, nameof(_limits.Positions));
        Span<float> position = into.PreparePosition(values.Count);
        if (_batch.Read(values, MemoryMarshal.AsBytes(position)) is { } unread)
            return unread.ToError();
        for (int i = 0; i < position.Length; i++)
        {
            if (!float.IsFinite(position[i]))
                return Invalid($"position[{i}] is {position[i]}");
        }
        return null;
    }

    private GatewayError? ReadTask(ArrowField column, int row, Observation into)
    {
        if (_batch.Find(column, row, out ArrowValues values) is { } fault)
            return fault.ToError();
        if (values.IsNull)
            return null;
        if (values.Count > _limits.TaskBytes)
            return TooMuch($"{column.Name} has {values.Count} bytes", _limits.TaskBytes, nameof(_limits.TaskBytes));
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
        if (_batch.Locate(values, out long position) is { } outside)
            return outside.ToError();
        into.Locate(this, position, size.Height, size.Width);
        return null;
    }

    private static GatewayError Invalid(string message) => new(ErrorCode.InvalidArgument, message);

    private static GatewayError TooMuch(string found, int limit, string option) =>
        new(ErrorCode.Overloaded, $"{found}, at most {limit} are read (Limits:{option})");
}
