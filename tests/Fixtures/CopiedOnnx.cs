using PolicyGate.Abstractions;
using PolicyGate.Gateway.Errors;
using PolicyGate.Gateway.Plugins;

namespace PolicyGate.Tests.Fixtures;

/// <summary>
/// The shipped Onnx plugin in a folder of a test's own, for tests that take it apart; without a GPU's libraries.
/// </summary>
internal sealed class CopiedOnnx : IDisposable
{
    private const string CudaLibrary = "libonnxruntime_providers_cuda.so";

    private readonly TemporaryPlugins _plugins = new();

    public CopiedOnnx()
    {
        Directory.CreateDirectory(Folder);
        foreach (string file in Directory.EnumerateFiles(Path.Combine(ShippedPlugins.Folder, "Onnx")))
        {
            if (!Path.GetFileName(file).StartsWith("libonnxruntime_providers", StringComparison.Ordinal))
                File.Copy(file, Path.Combine(Folder, Path.GetFileName(file)));
        }
    }

    public string Folder => Path.Combine(_plugins.Folder, "Onnx");

    public string Cuda => Path.Combine(Folder, CudaLibrary);

    public GatewayError? Load(PolicyContext context, out IPolicy? policy)
    {
        _plugins.Host().Load("Onnx", out Plugin? plugin).ShouldBeNull();
        return plugin.ShouldNotBeNull().Load(context, CancellationToken.None, out policy);
    }

    /// <summary>Loads a policy that should not load.</summary>
    public string Refusal(PolicyContext context)
    {
        GatewayError error = Load(context, out _).ShouldNotBeNull();
        error.Code.ShouldBe(ErrorCode.Unavailable, error.Message);
        return error.Message;
    }

    public void Dispose() => _plugins.Dispose();
}
