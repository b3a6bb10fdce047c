using PolicyGate.Gateway.Pictures;

namespace PolicyGate.Gateway.Inspection;

/// <summary>Where cameras' pictures are saved, as <c>CAMERA.png</c>.</summary>
/// <param name="path">Made when the first picture is saved.</param>
internal sealed class PictureFolder(string path)
{
    public string Path => path;

    /// <param name="camera">From the file, so it may be anything.</param>
    /// <param name="pixels">RGB, rows from the top.</param>
    /// <param name="height">Of the picture.</param>
    /// <param name="width">Of the picture.</param>
    /// <param name="file">Where it was saved.</param>
    /// <returns>Why it was not.</returns>
    public string? Save(string camera, ReadOnlySpan<byte> pixels, int height, int width, out string? file)
    {
        file = null;
        // Nothing that leads elsewhere, hides, or means something to a shell.
        bool plain = camera is [not '.', ..] && camera.All(c => char.IsAsciiLetterOrDigit(c) || c is '_' or '-' or '.');
        if (!plain)
            return $"not saved: '{camera}' is no name for a file";
        string target = System.IO.Path.Combine(path, $"{camera}.png");
        try
        {
            Directory.CreateDirectory(path);
            File.WriteAllBytes(target, PngWriter.Write(pixels, height, width));
            file = target;
            return null;
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            return $"not saved: {failure.Message}";
        }
    }
}
