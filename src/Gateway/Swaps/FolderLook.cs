using System.Globalization;
using System.Text;
using PolicyGate.Gateway.Errors;
using PolicyGate.Gateway.Limits;
using PolicyGate.Gateway.Plugins;

namespace PolicyGate.Gateway.Swaps;

/// <summary>A folder as it lies there at one moment: names, sizes and times of its files.</summary>
/// <param name="Text">Equal for two looks between which nothing was written.</param>
/// <param name="Bytes">Of all its files.</param>
/// <param name="Written">When its newest file was, by what the file says.</param>
internal sealed record FolderLook(string Text, long Bytes, DateTime Written)
{
    /// <param name="folder">Absolute.</param>
    /// <param name="limits">How much of it is taken.</param>
    /// <param name="look">Null where an error is returned.</param>
    public static GatewayError? At(string folder, LimitsOptions limits, out FolderLook? look)
    {
        look = null;
        var text = new StringBuilder();
        long bytes = 0;
        DateTime written = DateTime.MinValue;
        try
        {
            string[] files = FolderDigest.Files(folder, limits.PolicyFolderFiles + 1);
            if (files.Length > limits.PolicyFolderFiles)
                return TooMuch(folder, $"more than {limits.PolicyFolderFiles} files", "PolicyFolderFiles");
            foreach (string file in files)
            {
                string path = Path.Combine(folder, file);
                // Nobody may ever write to a FIFO, and a device may never end.
                if (!RegularFile.IsAt(path))
                {
                    return new GatewayError(ErrorCode.InvalidArgument, $"{path} is no regular file, nor a link to one;"
                        + " a policy folder holds policy.json and its models, and nothing else");
                }
                // Of what a link leads to, as what is copied is.
                FileSystemInfo info = new FileInfo(path);
                info = info.ResolveLinkTarget(returnFinalTarget: true) ?? info;
                long length = (info as FileInfo)?.Length ?? 0;
                DateTime time = info.LastWriteTimeUtc;
                bytes += length;
                written = time > written ? time : written;
                text.Append(CultureInfo.InvariantCulture, $"{file}\0{length}\0{time.Ticks}\n");
            }
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            return new GatewayError(ErrorCode.Unavailable, $"{folder} cannot be read: {failure.Message}");
        }
        if (bytes > limits.PolicyFolderBytes)
            return TooMuch(folder, $"{bytes} bytes", "PolicyFolderBytes");
        look = new FolderLook(text.ToString(), bytes, written);
        return null;
    }

    private static GatewayError TooMuch(string folder, string what, string limit) => new(ErrorCode.Overloaded,
        $"{folder} has {what} (Limits:{limit}); a policy folder holds policy.json and its models, and nothing else");
}
