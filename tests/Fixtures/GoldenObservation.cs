namespace PolicyGate.Tests.Fixtures;

/// <summary>What pyarrow reads from one observation file: its newest row.</summary>
internal sealed record GoldenObservation
{
    /// <summary><c>main</c>, <c>variant</c>, <c>good</c> or <c>bad</c>; empty for captured ones.</summary>
    public string Kind { get; init; } = "";

    public string Name { get; init; } = "";

    /// <summary>As <see cref="GoldenData.Path"/> takes it.</summary>
    public required string File { get; init; }

    public string Note { get; init; } = "";

    /// <summary>The case of <c>act-tiny/expected.json</c> that it is answered as; null where it is refused.</summary>
    public string? Case { get; init; }

    public long? Id { get; init; }

    public string? TaskPrompt { get; init; }

    public float[]? Position { get; init; }

    /// <summary>By column.</summary>
    public IReadOnlyDictionary<string, GoldenPicture>? Cameras { get; init; }

    /// <summary>The request line, its <c>data_path</c> cut to the base name.</summary>
    public string? Request { get; init; }

    /// <summary>Bad ones: what is wrong.</summary>
    public string? Error { get; init; }

    public override string ToString() => Name;
}
