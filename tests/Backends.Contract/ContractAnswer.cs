using System.Text.Json;

namespace PolicyGate.Tests.Backends.Contract;

/// <summary>One case of an <c>expected.json</c>: which inputs, and what PyTorch made of them.</summary>
internal sealed record ContractAnswer
{
    public required int Seed { get; init; }

    public int Batch { get; init; } = 1;

    /// <summary>For each row, where the model takes a text.</summary>
    public IReadOnlyList<string> Texts { get; init; } = [];

    /// <summary>By the output's name, outermost dimension first.</summary>
    public required IReadOnlyDictionary<string, double[]> Outputs { get; init; }

    /// <param name="path">The file.</param>
    /// <param name="tolerance">How far an engine may be from it.</param>
    public static IReadOnlyList<ContractAnswer> Read(string path, out double tolerance)
    {
        Recorded recorded = JsonSerializer.Deserialize<Recorded>(
            File.ReadAllBytes(path), JsonSerializerOptions.Web).ShouldNotBeNull();
        tolerance = recorded.Tolerance;
        return recorded.Cases;
    }

    private sealed record Recorded(double Tolerance, IReadOnlyList<ContractAnswer> Cases);
}
