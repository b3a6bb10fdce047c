using System.Text.Json;

namespace PolicyGate.Scripted;

/// <summary>
/// The joints' names as <c>policy.json</c> has them. A signature has none, and columns that a file names must not be
/// taken for other joints.
/// </summary>
internal static class JointNames
{
    /// <returns>As many as there are joints; null where the folder names none, or cannot be read here.</returns>
    public static IReadOnlyList<string>? Of(string folder, int width)
    {
        try
        {
            using var policy = JsonDocument.Parse(
                File.ReadAllBytes(Path.Combine(folder, "policy.json")),
                new JsonDocumentOptions { CommentHandling = JsonCommentHandling.Skip, AllowTrailingCommas = true });
            // The host has judged the file already: whatever is not as expected here names no joints.
            JsonElement names = policy.RootElement.GetProperty("outputs").GetProperty("action").GetProperty("names");
            string[] joints = [.. names.EnumerateArray().Select(name => name.GetString()!)];
            return joints.Length == width ? joints : null;
        }
        catch (Exception failure) when (failure
            is IOException or UnauthorizedAccessException or JsonException or KeyNotFoundException
            or InvalidOperationException)
        {
            return null;
        }
    }
}
