using PolicyGate.Gateway.Comparison.Report;
using PolicyGate.Gateway.Observations;

namespace PolicyGate.Gateway.Comparison.Pictures;

/// <summary>An observation's pictures, copied.</summary>
internal static class CameraPictures
{
    public static List<TickPicture> Of(Observation observation)
    {
        var pictures = new List<TickPicture>(observation.Cameras.Length);
        foreach (CameraImage camera in observation.Cameras)
        {
            if (camera.Present && camera.Read(out byte[] pixels) is null)
                pictures.Add(new TickPicture(camera.Name, camera.Height, camera.Width, pixels));
        }
        return pictures;
    }
}
