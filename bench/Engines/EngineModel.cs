namespace PolicyGate.Bench.Engines;

/// <summary>A policy folder with the same model for several engines.</summary>
/// <param name="Name">As asked for.</param>
/// <param name="Folder">From the checkout's root.</param>
/// <param name="Missing">How it is made where it is not there.</param>
/// <param name="RunsATurn">The fewer, the more alike is the machine that all meet.</param>
/// <param name="Turns">Of each process.</param>
internal sealed record EngineModel(string Name, string Folder, string Missing, int RunsATurn, int Turns)
{
    public static IReadOnlyList<EngineModel> All { get; } =
    [
        new("act-tiny", "tests/data/act-tiny", "it is part of the repository", RunsATurn: 10, Turns: 200),
        new(
            "act-full", "artifacts/models/act-full",
            "/usr/bin/python3 tools/make_act_policy.py --size full --out artifacts/models/act-full", RunsATurn: 1,
            Turns: 60),
    ];

    public string Path => Checkout.At(Folder);

    public bool IsThere => File.Exists(System.IO.Path.Combine(Path, "policy.json"));
}
