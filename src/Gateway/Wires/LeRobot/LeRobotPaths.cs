namespace PolicyGate.Gateway.Wires.LeRobot;

/// <summary>Where LeRobot's methods are found.</summary>
internal static class LeRobotPaths
{
    // The second is how some builds before 0.3.3 named it.
    private static readonly string[] Services = ["transport.AsyncInference", "async_inference.AsyncInference"];

    private static readonly Dictionary<string, LeRobotMethod> Methods = Services
        .SelectMany(_ => Enum.GetValues<LeRobotMethod>().Skip(1), (service, method) => (service, method))
        .ToDictionary(pair => $"/{pair.service}/{pair.method}", pair => pair.method, StringComparer.Ordinal);

    /// <summary>For errors.</summary>
    public static string Known { get; } =
        $"{string.Join(" and ", Services)} with {string.Join(", ", Enum.GetNames<LeRobotMethod>().Skip(1))}";

    public static LeRobotMethod Find(string path) => Methods.GetValueOrDefault(path);
}
