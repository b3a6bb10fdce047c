namespace PolicyGate.Tests.Backends.TensorRT;

/// <summary>Engines of the double.</summary>
internal static class FakeEngines
{
    public const float Step = 0.5f;

    /// <summary>Two rows of three joints, each half further than the one before.</summary>
    public const string Ramp = """
        fake-engine
        name ramp
        input observation.state float32 1,3
        output action float32 1,2,3
        op ramp 0.5
        end

        """;

    /// <summary>The same for one to four robots at once, or sixteen to thirty-two.</summary>
    public const string Batched = """
        fake-engine
        input observation.state float32 -1,3
        output action float32 -1,2,3
        profile
        range observation.state 1,3 1,3 4,3
        profile
        range observation.state 16,3 16,3 32,3
        op ramp 0.5
        end

        """;

    /// <summary>With something wrong.</summary>
    public static string With(string fault, string engine = Ramp) =>
        engine.Replace("end\n", $"fault {fault}\nend\n", StringComparison.Ordinal);

    /// <summary>Puts out what comes in.</summary>
    public static string Echo(string type) => $"""
        fake-engine
        input observation.state {type} 1,3
        output action {type} 1,3
        op copy
        end

        """;
}
