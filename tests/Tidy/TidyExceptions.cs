namespace PolicyGate.Tests.Tidy;

/// <summary>The only place where a rule may be broken: rule, file, and why. One that nothing needs any more
/// fails.</summary>
internal static class TidyExceptions
{
    public static IReadOnlyList<(string Rule, string Path, string Reason)> All { get; } =
    [
        ("columns", "tests/Gateway/Wires/OpenArm/OpenArmRequestTests.cs",
            "requests as the stock node sends them, a line each"),
        ("one type a file", "samples/backend-template/EchoBackend.cs",
            "the template is read and copied as one file"),
    ];

    public static bool Covers(TidyFinding finding) =>
        All.Any(e => e.Rule == finding.Rule && e.Path == finding.Path);
}
