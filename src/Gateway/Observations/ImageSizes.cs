namespace PolicyGate.Gateway.Observations;

/// <summary>The heights and widths that a request's metadata names, for the cameras that the policy uses.</summary>
internal sealed class ImageSizes(int cameras)
{
    private readonly (int Height, int Width)[] _sizes = new (int, int)[cameras];

    /// <summary>
    /// By the camera's place in <see cref="ObservationNeeds.Cameras"/>; 0 where the metadata names none.
    /// </summary>
    public ref (int Height, int Width) this[int camera] => ref _sizes[camera];

    public void Clear() => Array.Clear(_sizes);
}
