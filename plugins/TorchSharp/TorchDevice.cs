using System.Globalization;
using PolicyGate.Abstractions;
using PolicyGate.TorchSharp.Binding;

namespace PolicyGate.TorchSharp;

/// <summary>Where a module runs.</summary>
/// <param name="Name">As libtorch takes it: <c>cpu</c>, <c>cuda:1</c>.</param>
/// <param name="IsCuda">Whether on a GPU.</param>
internal readonly record struct TorchDevice(string Name, bool IsCuda)
{
    /// <exception cref="PolicyLoadException">It is unknown, or not on this machine.</exception>
    public static TorchDevice Parse(string device, TorchEngine engine)
    {
        if (device.Equals("cpu", StringComparison.OrdinalIgnoreCase))
            return new TorchDevice("cpu", IsCuda: false);
        int number = 0;
        bool cuda = device.StartsWith("cuda", StringComparison.OrdinalIgnoreCase)
            && (device.Length == 4 || (device[4] == ':' && int.TryParse(
                device.AsSpan(5), NumberStyles.None, CultureInfo.InvariantCulture, out number)));
        if (!cuda)
            throw new PolicyLoadException($"the device is '{device}'; this backend knows cpu, cuda and cuda:NUMBER");
        if (!engine.HasCuda)
        {
            throw new PolicyLoadException(
                $"the device is '{device}', but {engine.Library} ({engine.Version}) was built without CUDA; unpack an"
                + " official libtorch with CUDA and build the plugin with LIBTORCH=FOLDER");
        }
        return number < engine.CudaDevices
            ? new TorchDevice(string.Create(CultureInfo.InvariantCulture, $"cuda:{number}"), IsCuda: true)
            : throw new PolicyLoadException(
                $"the device is '{device}', but libtorch shows {engine.CudaDevices} GPUs; nvidia-smi lists them");
    }
}
