using System.Runtime.InteropServices;
using PolicyGate.TorchSharp.Binding;

namespace PolicyGate.TorchSharp.Package;

/// <summary>What the package throws, as the plugin's own.</summary>
internal static class PackageErrors
{
    /// <exception cref="TorchException">libtorch is missing, or refuses.</exception>
    public static T Told<T>(Func<T> action)
    {
        try
        {
            return action();
        }
        // A missing native library shows as the last two, by way of the package's static constructor.
        catch (Exception failure) when (failure is ExternalException or NotSupportedException or NotImplementedException
            or InvalidOperationException or ArgumentException or TypeInitializationException or DllNotFoundException)
        {
            throw new TorchException(TorchMessage.Shorten(failure.GetBaseException().Message), failure);
        }
    }
}
