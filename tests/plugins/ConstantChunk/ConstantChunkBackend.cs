using System.Globalization;
using Microsoft.Extensions.Configuration;
using PolicyGate.Abstractions;

[assembly: PolicyBackend("ConstantChunk", typeof(PolicyGate.Tests.Plugins.ConstantChunkBackend))]

namespace PolicyGate.Tests.Plugins;

/// <summary>The good plugin: every value of the chunk is the number in the model file, scaled and shifted.</summary>
internal sealed class ConstantChunkBackend : IPolicyBackend
{
    private static readonly string[] Options = ["Scale", "Shift"];

    public void Check(IConfiguration options, ICollection<string> errors)
    {
        foreach (IConfigurationSection option in options.GetChildren())
        {
            if (!Options.Contains(option.Key, StringComparer.OrdinalIgnoreCase))
                errors.Add($"unknown option '{option.Key}'; the nearest known is '{Nearest(option.Key)}'");
            else if (!float.TryParse(option.Value, CultureInfo.InvariantCulture, out _))
                errors.Add($"option '{option.Key}' is '{option.Value}', expected a number");
        }
    }

    public IPolicy Load(PolicyContext context, CancellationToken cancel)
    {
        string path = context.ModelPath
            ?? throw new PolicyLoadException("policy.json names no model for ConstantChunk; give a file with a number");
        if (!File.Exists(path))
            throw new PolicyLoadException($"model '{path}' is not there");
        if (!float.TryParse(File.ReadAllText(path), CultureInfo.InvariantCulture, out float value))
            throw new PolicyLoadException($"model '{path}' does not hold one number");
        value = (value * Number(context.Options, "Scale", 1)) + Number(context.Options, "Shift", 0);
        PolicySignature signature = context.Declared
            ?? throw new PolicyLoadException("policy.json declares no inputs and outputs");
        return new ConstantChunkPolicy(signature, value, context.Memory, context.Time);
    }

    private static float Number(IConfiguration options, string key, float otherwise) =>
        options[key] is { } text ? float.Parse(text, CultureInfo.InvariantCulture) : otherwise;

    private static string Nearest(string key) =>
        Options.MaxBy(option => option.ToUpperInvariant().Zip(key.ToUpperInvariant()).Count(p => p.First == p.Second))!;
}
