using System.Buffers.Binary;
using PolicyGate.Formats;
using PolicyGate.Formats.Arrow;

namespace PolicyGate.RobotClient.Robots.Processes;

/// <summary>
/// Reads observations out of Arrow files of one row: <c>position</c>, a list of floats, and <c>camera_NAME</c>, a list
/// of uint8, for each camera. Other columns are passed over.
/// </summary>
internal sealed class ObservationFileReader : IDisposable
{
    private const string PositionColumn = "position";
    private const string CameraPrefix = "camera_";

    // Beside the pictures: schema, metadata, positions, and what else the robot's owner puts there.
    private const int OtherBytes = 16 << 20;

    private const int MetadataBytes = 1 << 20;
    private const int Columns = 1024;
    private const int Depth = 16;

    private readonly RobotFeatures _features;
    private readonly long _maximumBytes;
    private readonly ArrowFileReader _arrow;
    private readonly ArrowBatch _batch = new();
    private readonly byte[] _numbers;

    public ObservationFileReader(RobotFeatures features)
    {
        _features = features;
        _maximumBytes = OtherBytes + features.Cameras.Sum(camera => (long)camera.Bytes);
        _arrow = new ArrowFileReader(
            new ArrowLimits(MetadataBytes, Columns, Depth, Batches: 1, Rows: 1, DecompressedBytes: _maximumBytes));
        _numbers = new byte[features.Joints.Count * sizeof(double)];
    }

    /// <summary>Fills in joints and pictures.</summary>
    /// <returns>What is wrong with the file; null where all of it was read.</returns>
    public string? Read(string path, RobotObservation into)
    {
        using var file = new ObservationFile(_maximumBytes);
        if (file.Open(path) is { } closed)
            return closed;
        string? problem = Decode(file, into);
        // Asked after a fault too: a file caught half-written is the better reason.
        return file.CheckUnchanged() ?? problem;
    }

    public void Dispose() => _arrow.Dispose();

    private string? Decode(ObservationFile file, RobotObservation into)
    {
        if (_arrow.Open(file) is { } fault)
            return fault.Message;
        if (_arrow.Batches != 1)
            return $"it has {_arrow.Batches} record batches, expected one";
        if (_arrow.Load(0, _batch) is { } unread)
            return unread.Message;
        if (_batch.Rows != 1)
            return $"it has {_batch.Rows} rows, expected one";
        string? problem = ReadPosition(into.Joints);
        for (int i = 0; i < _features.Cameras.Count && problem is null; i++)
            problem = ReadPicture(_features.Cameras[i], into.Picture(i));
        return problem;
    }

    private string? ReadPosition(Span<double> joints)
    {
        if (Find(PositionColumn, out ArrowField? column, out ArrowValues values) is { } missing)
            return missing;
        if (column!.Element?.Type.Id is not ArrowTypeId.FloatingPoint)
            return $"column {PositionColumn} is of type {column.TypeName}, expected list<float> or list<double>";
        if (values.Count != joints.Length)
            return $"column {PositionColumn} has {values.Count} values, there are {joints.Length} joints";
        Span<byte> bytes = _numbers.AsSpan(0, (int)values.Bytes);
        if (_batch.Read(values, bytes) is { } fault)
            return fault.Message;
        int size = bytes.Length / joints.Length;
        for (int i = 0; i < joints.Length; i++)
        {
            ReadOnlySpan<byte> number = bytes.Slice(i * size, size);
            joints[i] = size switch
            {
                2 => (double)BinaryPrimitives.ReadHalfLittleEndian(number),
                4 => BinaryPrimitives.ReadSingleLittleEndian(number),
                _ => BinaryPrimitives.ReadDoubleLittleEndian(number),
            };
            if (!double.IsFinite(joints[i]))
                return $"{PositionColumn}[{i}] ({_features.Joints[i]}) is {joints[i]}";
        }
        return null;
    }

    private string? ReadPicture(RobotCamera camera, Span<byte> pixels)
    {
        if (Find(CameraPrefix + camera.Name, out ArrowField? column, out ArrowValues values) is { } missing)
            return missing;
        if (column!.Element?.Is(ArrowType.UInt8) != true)
            return $"column {column.Name} is of type {column.TypeName}, expected list<uint8>";
        if (values.Bytes == pixels.Length)
            return _batch.Read(values, pixels)?.Message;
        return $"column {column.Name} has {values.Bytes} bytes; {camera.Height} x {camera.Width} x 3, as connect "
            + $"told, are {pixels.Length}";
    }

    private string? Find(string name, out ArrowField? column, out ArrowValues values)
    {
        values = default;
        if (_arrow.Schema.Find(name, out column) is { } unclear)
            return unclear.Message;
        if (column is null)
            return $"it has no column {name}";
        FormatFault? fault = _batch.Find(column, row: 0, out values);
        return fault?.Message ?? (values.IsNull ? $"column {name} is null" : null);
    }
}
