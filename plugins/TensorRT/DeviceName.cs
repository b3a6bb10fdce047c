using System.Globalization;
using PolicyGate.Abstractions;

namespace PolicyGate.TensorRT;

/// <summary>The policy's device: <c>cuda</c> or <c>cuda:N</c>.</summary>
internal static class DeviceName
{
    /// <returns>The GPU's number.</returns>
    /// <exception cref="PolicyLoadException">It is no GPU.</exception>
    public static int Parse(string device)
    {
        const string Cuda = "cuda";
        int number = 0;
        if (device.Equals(Cuda, StringComparison.OrdinalIgnoreCase)
            || (device.StartsWith(Cuda + ":", StringComparison.OrdinalIgnoreCase)
                && int.TryParse(
                    device.AsSpan(Cuda.Length + 1), NumberStyles.None, CultureInfo.InvariantCulture, out number)))
        {
            return number;
        }
        throw new PolicyLoadException(
            $"the policy's device is '{device}', and TensorRT runs on NVIDIA GPUs alone; give the policy"
            + " \"Device\": \"cuda\" (or \"cuda:1\" for the second)");
    }
}
