using System.Text.Json;
using Microsoft.Extensions.Configuration;

namespace PolicyGate.Gateway.Configuration;

/// <summary>Robot files: those that are shipped in <c>robots</c> beside the program, and an operator's own.</summary>
internal sealed class RobotFiles(string programFolder)
{
    private readonly string _folder = Path.Combine(programFolder, "robots");

    /// <summary>Names that a wire may use without further configuration.</summary>
    public IEnumerable<string> Shipped => !Directory.Exists(_folder)
        ? []
        : Directory.EnumerateFiles(_folder, "*.json").Select(file => Path.GetFileNameWithoutExtension(file)).Order();

    /// <summary>Fills in what the options leave open, from their file or from the one shipped under the name.</summary>
    public void Complete(string path, string name, RobotOptions options, ConfigurationErrors errors)
    {
        string? file = options.File ?? FindShipped(name);
        if (file is null)
            return;
        var joints = new RobotFileOptions();
        var wrong = new ConfigurationErrors(_ => file);
        Bind(file, joints, wrong);
        foreach (ConfigurationError error in wrong.All)
            errors.Add($"{path}:File:{error.Path}", $"{error.Message} ({file})");
        Take(options.Minimum, joints, joint => joint.Minimum);
        Take(options.Maximum, joints, joint => joint.Maximum);
        Take(options.MaximumVelocity, joints, joint => joint.MaximumVelocity ?? double.PositiveInfinity);
        Take(options.MaximumAcceleration, joints, joint => joint.MaximumAcceleration ?? double.PositiveInfinity);
        Take(options.MaximumJerk, joints, joint => joint.MaximumJerk ?? double.PositiveInfinity);
    }

    private static void Bind(string file, RobotFileOptions joints, ConfigurationErrors errors)
    {
        try
        {
            using FileStream stream = File.OpenRead(file);
            IConfigurationRoot root = new ConfigurationBuilder().AddJsonStream(stream).Build();
            new StrictBinder(_ => "/", errors).Bind(root, joints);
        }
        catch (Exception unread) when (unread is IOException or UnauthorizedAccessException or JsonException
            or FormatException)
        {
            errors.Add("", $"cannot be read: {unread.Message}");
            return;
        }
        if (joints.Joints.Count == 0)
            errors.Add("Joints", "missing: one entry for each joint, in the order of the wire");
        for (int i = 0; i < joints.Joints.Count; i++)
        {
            if (joints.Joints[i].Minimum is null)
                errors.Add($"Joints:{i}:Minimum", "missing: the joint's least position, in radians");
            if (joints.Joints[i].Maximum is null)
                errors.Add($"Joints:{i}:Maximum", "missing: the joint's greatest position, in radians");
        }
    }

    private static void Take(List<double> values, RobotFileOptions file, Func<RobotJointOptions, double?> select)
    {
        if (values.Count == 0)
            values.AddRange(file.Joints.Select(joint => select(joint) ?? 0));
    }

    private string? FindShipped(string name) =>
        Shipped.FirstOrDefault(shipped => shipped.Equals(name, StringComparison.OrdinalIgnoreCase)) is { } found
            ? Path.Combine(_folder, $"{found}.json")
            : null;
}
