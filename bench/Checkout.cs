namespace PolicyGate.Bench;

/// <summary>The checkout that this program was built in.</summary>
internal static class Checkout
{
    private static readonly string Root = FindRoot();

    public static string At(string relative) => Path.Combine(Root, relative);

    private static string FindRoot()
    {
        string? folder = AppContext.BaseDirectory;
        while (folder is not null && !File.Exists(Path.Combine(folder, "PolicyGate.slnx")))
            folder = Path.GetDirectoryName(folder);
        return folder ?? throw new InvalidOperationException($"no PolicyGate.slnx above {AppContext.BaseDirectory}");
    }
}
