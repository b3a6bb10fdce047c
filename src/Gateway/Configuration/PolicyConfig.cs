using Microsoft.Extensions.Configuration;
using PolicyGate.Gateway.Limits;

namespace PolicyGate.Gateway.Configuration;

/// <summary>One policy to load.</summary>
internal sealed record PolicyConfig
{
    public required string Name { get; init; }

    /// <summary>The policy folder, absolute. Whether it is there is found when it is read.</summary>
    public required string Folder { get; init; }

    /// <summary>Name of the backend, as configured; compared without case.</summary>
    public required string Backend { get; init; }

    public string Device { get; init; } = "cpu";

    /// <summary>The longest run that still answers a robot; null for two control intervals.</summary>
    public TimeSpan? Deadline { get; init; }

    /// <summary>How its worker process is to be; null where it runs in the gateway's own.</summary>
    public WorkerConfig? Worker { get; init; }

    /// <summary>For the backend to judge.</summary>
    public IConfiguration Options { get; init; } = Empty;

    private static IConfiguration Empty { get; } = new ConfigurationBuilder().Build();

    public static PolicyConfig Create(
        string path, string name, PolicyOptions options, LimitsOptions limits, ConfigurationErrors errors)
    {
        if (options.Folder is null)
            errors.Add(
                $"{path}:Folder",
                "missing: name the policy folder, which has a policy.json or is a LeRobot checkpoint");
        if (string.IsNullOrWhiteSpace(options.Backend))
            errors.Add($"{path}:Backend", "missing: name the plugin that runs the policy, as \"Onnx\"");
        if (!IsDevice(options.Device))
            errors.Add($"{path}:Device", $"expected cpu, cuda or cuda:N, found '{options.Device}'");
        if (options.Deadline is { } deadline && (deadline <= TimeSpan.Zero || deadline > limits.InferenceTime))
        {
            errors.Add($"{path}:Deadline", $"expected more than 00:00:00 and at most {limits.InferenceTime:c}"
                + $" (Limits:InferenceTime), found {deadline:c}");
        }
        return new PolicyConfig
        {
            Name = name,
            Folder = options.Folder ?? "",
            Backend = options.Backend ?? "",
            Device = options.Device.ToLowerInvariant(),
            Deadline = options.Deadline,
            Worker = WorkerConfig.Create(path, options, errors),
            Options = options.Options ?? Empty,
        };
    }

    private static bool IsDevice(string device)
    {
        string kind = device.Split(':')[0].ToLowerInvariant();
        bool numbered = device.Length > kind.Length;
        return kind switch
        {
            "cpu" => !numbered,
            "cuda" => !numbered || byte.TryParse(device.AsSpan(kind.Length + 1), out _),
            _ => false,
        };
    }
}
