namespace PolicyGate.Gateway.Observations;

/// <summary>The newest moment that a robot has shown, decoded once; its memory is kept from tick to tick.</summary>
internal sealed class Observation
{
    private readonly CameraImage[] _cameras;
    private float[] _position = [];
    private byte[] _task = [];
    private int _positions;
    private int _taskBytes;

    public Observation(ObservationNeeds needs)
    {
        Needs = needs;
        _cameras = [.. needs.Cameras.Select(name => new CameraImage(name))];
    }

    /// <summary>What is read into it.</summary>
    public ObservationNeeds Needs { get; }

    /// <summary>Rises within an episode; null where the robot sends none.</summary>
    public long? Id { get; set; }

    /// <summary>Joint positions by the wire's index, in radians (grippers as the robot has them); all finite.</summary>
    public ReadOnlySpan<float> Position => _position.AsSpan(0, _positions);

    /// <summary>In the order of <see cref="ObservationNeeds.Cameras"/>.</summary>
    public ReadOnlySpan<CameraImage> Cameras => _cameras;

    /// <summary>The instruction, UTF-8; empty where there is none.</summary>
    public ReadOnlySpan<byte> Task => _task.AsSpan(0, _taskBytes);

    public Span<float> PreparePosition(int count)
    {
        if (_position.Length < count)
            _position = new float[count];
        _positions = count;
        return _position.AsSpan(0, count);
    }

    public Span<byte> PrepareTask(int bytes)
    {
        if (_task.Length < bytes)
            _task = new byte[bytes];
        _taskBytes = bytes;
        return _task.AsSpan(0, bytes);
    }

    public void Clear()
    {
        Id = null;
        _positions = 0;
        _taskBytes = 0;
        foreach (CameraImage camera in _cameras)
            camera.Clear();
    }
}
