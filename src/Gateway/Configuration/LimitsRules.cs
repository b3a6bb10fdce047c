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

    private static readonly TimeSpan MaximumTime = TimeSpan.FromHours(1);

    public static void Check(string path, LimitsOptions limits, ConfigurationErrors errors)
    {
        foreach (PropertyInfo property in typeof(LimitsOptions).GetProperties())
        {
            string key = $"{path}:{property.Name}";
            if (property.GetValue(limits) is TimeSpan time)
            {
                if (time <= TimeSpan.Zero || time > MaximumTime)
                    errors.Add(key, $"expected more than 00:00:00 and at most {MaximumTime:c}, found {time:c}");
                continue;
            }
            long value = Convert.ToInt64(property.GetValue(limits));
            long maximum = property.Name.EndsWith("Depth", StringComparison.Ordinal) ? MaximumDepth : MaximumCount;
            if (value < 1 || value > maximum)
                errors.Add(key, $"expected 1 to {maximum}, found {value}");
        }
    }
}
