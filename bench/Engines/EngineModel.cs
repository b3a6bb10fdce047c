namespace PolicyGate.Bench.Engines;

/// <summary>A policy folder with the same model for several engines.</summary>
/// <param name="Name">As asked for.</param>
/// <param name="Folder">From the checkout's root.</param>
/// <param name="Missing">How it is made where it is not there.</param>
/// <param name="Block">Runs at a turn, the fewer the better all meet the same machine.</param>
/// <param name="Blocks">Turns of each row.</param>
internal sealed record EngineModel(string Name, string Folder, string Missing, int Block, int Blocks)
{
    public static IReadOnlyList<EngineModel> All { get; } =
    [
        new("act-tiny", "tests/data/act-tiny", "it is part of the repository", Block: 10, Blocks: 200),
        new(
            "act-full", "artifacts/models/act-full",
            "/usr/bin/python3 tools/make_act_policy.py --size full --out artifacts/models/act-full", Block: 1,
            Blocks: 60),
    ];

    public string Path => Checkout.At(Folder);

    public bool IsThere => File.Exists(System.IO.Path.Combine(Path, "policy.json"));
}
