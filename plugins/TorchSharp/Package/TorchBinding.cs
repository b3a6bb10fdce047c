using PolicyGate.TorchSharp.Package;

namespace PolicyGate.TorchSharp.Binding;

/// <summary>The way to libtorch that this plugin was compiled with.</summary>
internal static class TorchBinding
{
    public static ITorchBinding Create() => new PackageBinding();
}
