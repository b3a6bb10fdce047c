using PolicyGate.Gateway.Pictures;

namespace PolicyGate.Gateway.Charts;

/// <summary>
/// Pictures made small for a page. Looks alone count here: what a policy sees is resized elsewhere.
/// </summary>
internal static class Thumbnail
{
    /// <summary>A PNG no wider than wanted, in the picture's own shape.</summary>
    /// <param name="pixels">RGB, rows from the top.</param>
    /// <param name="height">Of the picture.</param>
    /// <param name="width">Of the picture.</param>
    /// <param name="mostWidth">Narrower pictures are left as they are.</param>
    public static byte[] Png(ReadOnlySpan<byte> pixels, int height, int width, int mostWidth)
    {
        int smallWidth = Math.Min(mostWidth, width);
        int smallHeight = Math.Max(1, (int)((long)height * smallWidth / width));
        return PngWriter.Write(
            Shrink(pixels, (height, width), (smallHeight, smallWidth)), smallHeight, smallWidth);
    }

    /// <summary>Each pixel the mean of the box that it stands for.</summary>
    /// <param name="pixels">RGB, rows from the top.</param>
    /// <param name="from">Its size, no smaller than the other.</param>
    /// <param name="to">The size wanted.</param>
    public static byte[] Shrink(
        ReadOnlySpan<byte> pixels, (int Height, int Width) from, (int Height, int Width) to)
    {
        var small = new byte[to.Height * to.Width * 3];
        for (int y = 0; y < to.Height; y++)
        {
            (int top, int bottom) = Box(y, from.Height, to.Height);
            for (int x = 0; x < to.Width; x++)
            {
                (int left, int right) = Box(x, from.Width, to.Width);
                (int red, int green, int blue) = (0, 0, 0);
                for (int row = top; row < bottom; row++)
                {
                    ReadOnlySpan<byte> run = pixels.Slice(
                        ((row * from.Width) + left) * 3, (right - left) * 3);
                    for (int i = 0; i < run.Length; i += 3)
                    {
                        red += run[i];
                        green += run[i + 1];
                        blue += run[i + 2];
                    }
                }
                int count = (bottom - top) * (right - left);
                Span<byte> pixel = small.AsSpan(((y * to.Width) + x) * 3, 3);
                pixel[0] = (byte)((red + (count / 2)) / count);
                pixel[1] = (byte)((green + (count / 2)) / count);
                pixel[2] = (byte)((blue + (count / 2)) / count);
            }
        }
        return small;
    }

    private static (int From, int To) Box(int index, int size, int target)
    {
        int start = (int)((long)index * size / target);
        int end = (int)((long)(index + 1) * size / target);
        return (start, Math.Max(end, start + 1));
    }
}
