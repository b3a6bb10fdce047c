namespace PolicyGate.Tests.Fixtures;

/// <summary>A fact that compiles a native library of its own, and skips with its reason without a compiler.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class NeedsCompilerFactAttribute : FactAttribute
{
    public NeedsCompilerFactAttribute() =>
        Skip = Compiler is null ? "no C compiler: sudo apt-get install -y --no-install-recommends gcc libc6-dev" : null;

    /// <summary>Its path; null where there is none.</summary>
    public static string? Compiler { get; } = (Environment.GetEnvironmentVariable("PATH") ?? "")
        .Split(':').Select(folder => Path.Combine(folder, "gcc")).FirstOrDefault(File.Exists);
}
