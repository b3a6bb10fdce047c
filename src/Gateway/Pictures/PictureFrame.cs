using System.Runtime.InteropServices;

namespace PolicyGate.Gateway.Pictures;

/// <summary>Where a resized picture lies in one of the model's size, in pixels.</summary>
[StructLayout(LayoutKind.Sequential)]
internal readonly record struct PictureFrame(int Top, int Left, int Height, int Width)
{
    /// <param name="padding">The whole frame where there is none.</param>
    /// <param name="sourceHeight">Of the camera's picture.</param>
    /// <param name="sourceWidth">Of the camera's picture.</param>
    /// <param name="height">The model's.</param>
    /// <param name="width">The model's.</param>
    /// <returns>No pixel high or wide where the picture is too long for its aspect to be kept.</returns>
    public static PictureFrame Place(
        ResizePadding padding, int sourceHeight, int sourceWidth, int height, int width)
    {
        if (padding is ResizePadding.None)
            return new PictureFrame(0, 0, height, width);
        // In double, and cut: as the programs have it, even where that gives a row less than the quotient.
        double ratio = Math.Max((double)sourceWidth / width, (double)sourceHeight / height);
        (int innerHeight, int innerWidth) = ((int)(sourceHeight / ratio), (int)(sourceWidth / ratio));
        (int above, int left) = (height - innerHeight, width - innerWidth);
        return padding is ResizePadding.Centred
            ? new PictureFrame(above / 2, left / 2, innerHeight, innerWidth)
            : new PictureFrame(above, left, innerHeight, innerWidth);
    }
}
