using System.Text.Json;
using System.Text.Json.Nodes;
using PolicyGate.Formats.Arrow;

namespace PolicyGate.RobotClient.OpenArm.Drive;

/// <summary>
/// Draws observations as the stock observer writes them: a gradient per camera with a block that moves; positions and
/// id are zero, to be filled in at each tick.
/// </summary>
public static class DrawnFrames
{
    /// <summary>Distinct pictures; then they begin again.</summary>
    public const int Count = 8;

    public static IReadOnlyList<DriveFrame> Draw(CameraSizes cameras, bool oneArm, string? task)
    {
        JsonElement metadata = Describe(cameras);
        int joints = SineMotion.JointsOf(oneArm);
        return [.. Enumerable.Range(0, Count).Select(frame => Draw(cameras, joints, task, frame, metadata))];
    }

    private static DriveFrame Draw(CameraSizes cameras, int joints, string? task, int frame, JsonElement metadata)
    {
        List<ArrowColumn> columns =
        [
            ArrowColumn.List("position", ArrowType.Float32, new byte[joints * sizeof(float)]),
            .. cameras.All.Select((camera, index) => ArrowColumn.List(
                "camera_" + camera.Name, ArrowType.UInt8, DrawPicture(camera, index, frame))),
            ArrowColumn.Null("phase_classifier_result"),
            ArrowColumn.Text("task_prompt", task),
            ArrowColumn.Int64("id", 0),
        ];
        Span<int> valuesAt = stackalloc int[columns.Count];
        byte[] file = ArrowFileWriter.Write(columns, valuesAt);
        return new DriveFrame
        {
            File = file,
            Metadata = metadata,
            Slots = new FrameSlots(valuesAt[0], valuesAt[^1]),
        };
    }

    private static byte[] DrawPicture(CameraSize camera, int index, int frame)
    {
        (int height, int width) = (camera.Height, camera.Width);
        byte[] pixels = new byte[camera.Bytes];
        int left = frame * width / Count;
        for (int y = 0, at = 0; y < height; y++)
        {
            bool inRows = y >= height / 3 && y < height / 2;
            for (int x = 0; x < width; x++, at += 3)
            {
                bool inBlock = inRows && x >= left && x < left + (width / 8);
                pixels[at] = inBlock ? byte.MaxValue : (byte)(y * 255 / height);
                pixels[at + 1] = inBlock ? (byte)128 : (byte)(x * 255 / width);
                pixels[at + 2] = (byte)((inBlock ? 32 : 40) * index + 8);
            }
        }
        return pixels;
    }

    /// <summary>The stock node's metadata but for the time: sorted by key.</summary>
    private static JsonElement Describe(CameraSizes cameras)
    {
        var metadata = new SortedDictionary<string, JsonNode>(StringComparer.Ordinal) { ["episode_number"] = 0 };
        foreach (CameraSize camera in cameras.All)
        {
            metadata[$"camera_{camera.Name}.encoding"] = "rgb8";
            metadata[$"camera_{camera.Name}.height"] = camera.Height;
            metadata[$"camera_{camera.Name}.width"] = camera.Width;
        }
        return JsonSerializer.SerializeToElement(metadata);
    }
}
