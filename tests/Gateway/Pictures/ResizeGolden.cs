using System.Text.Json;
using PolicyGate.Gateway.Policies;
using PolicyGate.Tests.Fixtures;

namespace PolicyGate.Tests.Gateway.Pictures;

/// <summary>What torch, Pillow, LeRobot or openpi-client made of a picture: <c>golden.json</c>.</summary>
internal sealed record ResizeGolden
{
    /// <summary>Every how-manieth value is kept.</summary>
    public const int Step = 7;

    private static readonly JsonSerializerOptions Json =
        new() { PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower };

    public static IReadOnlyList<ResizeGolden> All { get; } =
        JsonSerializer.Deserialize<ResizeGolden[]>(GoldenData.Bytes("resize/golden.json"), Json)!;

    public required string Resize { get; init; }

    public required string Input { get; init; }

    public required int[] From { get; init; }

    public required int[] To { get; init; }

    /// <summary>Of the result, where that is bytes.</summary>
    public string? Sha256 { get; init; }

    /// <summary>Where the result is floats: every seventh of them.</summary>
    public string? Values { get; init; }

    /// <summary>What one of 0…255 is in the unit of the values.</summary>
    public double Unit { get; init; }

    /// <summary>In the unit of the values.</summary>
    public double Tolerance { get; init; }

    public ResizeMethod Method => ResizeWords.MethodOf(Resize);

    public (int Height, int Width) Size => (To[0], To[1]);

    public MemoryRows Source => new(GoldenData.Bytes($"resize/{Input}"), From[0], From[1]);

    public override string ToString() => $"{Resize} of {Input} to {To[0]}x{To[1]}";
}
