using System.Reflection;
using PolicyGate.Gateway.Limits;

namespace PolicyGate.Gateway.Configuration;

/// <summary>
/// Bounds of the limits themselves: none may be off, and none beyond what the code behind it can hold.
/// </summary>
internal static class LimitsRules
{
    // A .NET array's length, which most of these become.
    private const long MaximumCount = 1 << 30;

    // What is nested is read by recursion, on a stack of 1 MiB.
    private const long MaximumDepth = 256;

    // Of what no memory holds but a disk.
    private const long MaximumDiskBytes = 1L << 50;

    private static readonly TimeSpan MaximumTime = TimeSpan.FromHours(1);

    private static readonly TimeSpan MaximumAge = TimeSpan.FromDays(3650);

    public static void Check(string path, LimitsOptions limits, ConfigurationErrors errors)
    {
        foreach (PropertyInfo property in typeof(LimitsOptions).GetProperties())
        {
            string key = $"{path}:{property.Name}";
            if (property.GetValue(limits) is TimeSpan time)
            {
                TimeSpan longest = property.Name is nameof(LimitsOptions.RecordingAge) ? MaximumAge : MaximumTime;
                if (time <= TimeSpan.Zero || time > longest)
                    errors.Add(key, $"expected more than 00:00:00 and at most {longest:c}, found {time:c}");
                continue;
            }
            long value = Convert.ToInt64(property.GetValue(limits));
            long maximum = property.Name switch
            {
                nameof(LimitsOptions.RecordingBytes) or nameof(LimitsOptions.RecordingSegmentBytes)
                    or nameof(LimitsOptions.PolicyFolderBytes) => MaximumDiskBytes,
                var name when name.EndsWith("Percent", StringComparison.Ordinal) => 100,
                var name when name.EndsWith("Depth", StringComparison.Ordinal) => MaximumDepth,
                _ => MaximumCount,
            };
            // A part of something may be none of it.
            long minimum = property.Name.EndsWith("Percent", StringComparison.Ordinal) ? 0 : 1;
            if (value < minimum || value > maximum)
                errors.Add(key, $"expected {minimum} to {maximum}, found {value}");
        }
    }
}
