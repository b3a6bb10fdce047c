using PolicyGate.Gateway.Observations;

namespace PolicyGate.Gateway.Live;

/// <summary>The last picture of each of one robot's cameras, small, while somebody looks at them.</summary>
/// <remarks>
/// The robot's thread takes one at most once a second, and only where one was asked for lately: of a picture of
/// 720×1280 it reads every fourth row and keeps every fourth pixel. Whoever looks makes the PNG of it.
/// </remarks>
internal sealed class LivePictures(TimeProvider time)
{
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan Interest = TimeSpan.FromSeconds(5);

    private volatile LivePicture[] _cameras = [];
    private long _wanted;
    private long _shown;

    /// <summary>Cameras that its policy looks at.</summary>
    public IEnumerable<string> Cameras => _cameras.Select(camera => camera.Name);

    /// <summary>By the robot's thread: the pictures can still be read.</summary>
    public void Show(Observation observation)
    {
        long now = time.GetTimestamp();
        LivePicture[] cameras = Follow(observation);
        long wanted = Volatile.Read(ref _wanted);
        if (wanted == 0 || time.GetElapsedTime(wanted, now) > Interest
            || (_shown != 0 && time.GetElapsedTime(_shown, now) < Interval))
        {
            return;
        }
        _shown = now;
        for (int i = 0; i < cameras.Length; i++)
            cameras[i].Take(observation.Cameras[i], time.GetUtcNow());
    }

    /// <summary>By whoever looks; from now on pictures are taken for a while.</summary>
    /// <returns>Null where there is no such camera.</returns>
    public LivePicture? Ask(string camera)
    {
        // 0 means never, which no clock may say by chance.
        Volatile.Write(ref _wanted, Math.Max(1, time.GetTimestamp()));
        return Array.Find(_cameras, known => known.Name == camera);
    }

    /// <summary>Another policy may look at other cameras.</summary>
    private LivePicture[] Follow(Observation observation)
    {
        ReadOnlySpan<CameraImage> images = observation.Cameras;
        LivePicture[] cameras = _cameras;
        bool same = cameras.Length == images.Length;
        for (int i = 0; same && i < images.Length; i++)
            same = cameras[i].Name == images[i].Name;
        if (same)
            return cameras;
        cameras = new LivePicture[images.Length];
        for (int i = 0; i < images.Length; i++)
            cameras[i] = new LivePicture(images[i].Name);
        return _cameras = cameras;
    }
}
