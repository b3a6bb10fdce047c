using PolicyGate.Gateway.Errors;

namespace PolicyGate.Gateway.Observations;

/// <summary>A picture's height and width: what the metadata says, held against the bytes that came.</summary>
internal static class PictureSize
{
    private const int BytesPerPixel = 3;

    /// <summary>
    /// Height to width, as the OpenArm example server guesses, 5:8 (600×960) before. No count of pixels fits two of
    /// them: their products' quotients are no squares. The sizes that the server tries first (600×960, 720×1280,
    /// 480×640, 1080×1920) are among these ratios.
    /// </summary>
    private static readonly (int Height, int Width)[] Ratios = [(5, 8), (3, 4), (9, 16), (3, 5), (2, 3)];

    /// <param name="column">Named in errors.</param>
    /// <param name="named">From the metadata; 0 where it names none.</param>
    /// <param name="bytes">That came.</param>
    /// <param name="size">Both above 0, and together exactly as many bytes.</param>
    public static GatewayError? Find(
        string column, (int Height, int Width) named, long bytes, out (int Height, int Width) size)
    {
        size = named;
        if (named is (0, 0))
        {
            return Guess(bytes, out size) ? null : Error(
                $"{column} holds {bytes} bytes and the metadata names no size, nor is it one of the usual ones: "
                + $"send {column}.height and {column}.width");
        }
        if (named.Height <= 0 || named.Width <= 0)
        {
            return Error(
                $"the metadata's size of {column} is {named.Height}x{named.Width} (height x width); "
                + "both must be above 0");
        }
        Int128 expected = (Int128)named.Height * named.Width * BytesPerPixel;
        if (expected == bytes)
            return null;
        string difference = expected > bytes ? $"{expected - bytes} fewer" : $"{bytes - expected} more";
        return Error(
            $"{column} holds {bytes} bytes, {difference} than height x width x 3 = "
            + $"{named.Height}x{named.Width}x3 = {expected}");
    }

    private static bool Guess(long bytes, out (int Height, int Width) size)
    {
        (long pixels, long rest) = Math.DivRem(bytes, BytesPerPixel);
        foreach ((int height, int width) in Ratios)
        {
            int scale = (int)Math.Sqrt((double)pixels / (height * width));
            size = (height * scale, width * scale);
            if (scale > 0 && rest == 0 && (long)size.Height * size.Width == pixels)
                return true;
        }
        size = default;
        return false;
    }

    private static GatewayError Error(string message) => new(ErrorCode.InvalidArgument, message);
}
