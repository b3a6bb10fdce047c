namespace PolicyGate.Tests.Backends.Contract;

/// <summary>Why a backend's native part is not on this machine; null where it is.</summary>
internal static class NativePart
{
    /// <summary>What the plugin's own build has left: the reason and the command.</summary>
    public static string? OfTorchSharp() => Left("artifacts/plugins/TorchSharp/libpolicygate_torch.missing");

    private static string? Left(string reason)
    {
        string file = Repository.At(reason);
        return File.Exists(file) ? File.ReadAllText(file).Trim() : null;
    }
}
