namespace PolicyGate.Gateway.Observations;

/// <summary>One row of what a robot has shown; its memory is kept from tick to tick.</summary>
internal sealed class ObservationMoment
{
    private readonly CameraImage[] _cameras;
    private float[] _position = [];
    private int _positions;

    public ObservationMoment(IEnumerable<string> cameras, PictureMemory? memory) =>
        _cameras = [.. cameras.Select(c => new CameraImage(c, memory))];

    /// <summary>Joint positions by the wire's index, in radians (grippers as the robot has them); all finite.</summary>
    public ReadOnlySpan<float> Position => _position.AsSpan(0, _positions);

    /// <summary>In the order of <see cref="ObservationNeeds.Cameras"/>.</summary>
    public ReadOnlySpan<CameraImage> Cameras => _cameras;

    public Span<float> PreparePosition(int count)
    {
        if (_position.Length < count)
            _position = new float[count];
        _positions = count;
        return _position.AsSpan(0, count);
    }

    public void GiveBack()
    {
        foreach (CameraImage camera in _cameras)
            camera.GiveBack();
    }

    public void Clear()
    {
        _positions = 0;
        foreach (CameraImage camera in _cameras)
            camera.Clear();
    }
}
