namespace PolicyGate.Tests.Fixtures;

/// <summary>Whether the TorchSharp plugin was built with its native part.</summary>
internal static class LibTorch
{
    private static readonly string Library =
        Path.Combine(ShippedPlugins.Folder, "TorchSharp", "libpolicygate_torch.so");

    /// <summary>Why a test that runs TorchScript cannot, and how to make it run; null when it can.</summary>
    public static string? WhyMissing { get; } = File.Exists(Library) ? null : $"TorchScript cannot run: {Reason()}";

    private static string Reason()
    {
        string reason = Path.ChangeExtension(Library, ".missing");
        return File.Exists(reason)
            ? File.ReadAllText(reason).Trim()
            : $"{Library} is not there; dotnet build plugins/TorchSharp -c Release";
    }
}
