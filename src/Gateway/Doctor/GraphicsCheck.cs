using System.Runtime.InteropServices;

namespace PolicyGate.Gateway.Doctor;

/// <summary>NVIDIA's devices and driver. A policy on <c>cuda</c> needs both; for others it is good to know.</summary>
internal static class GraphicsCheck
{
    private const string Subject = "GPU", Driver = "libcuda.so.1";

    /// <param name="devices">As <c>/dev</c>.</param>
    /// <param name="needed">Whether a policy is configured for one.</param>
    /// <param name="diagnosis">Receives the finding.</param>
    public static void Run(string devices, bool needed, Diagnosis diagnosis)
    {
        string[] found = [.. Directory.EnumerateFileSystemEntries(devices, "nvidia*")
            .Where(path => char.IsAsciiDigit(path[^1])).Order(StringComparer.Ordinal)];
        bool driver = NativeLibrary.TryLoad(Driver, out nint handle);
        if (driver)
            NativeLibrary.Free(handle);
        Judge(found, driver, needed, diagnosis);
    }

    public static void Judge(string[] devices, bool driver, bool needed, Diagnosis diagnosis)
    {
        if (devices.Length > 0 && driver)
        {
            diagnosis.Good(Subject, $"{string.Join(", ", devices)}, driver {Driver}");
            return;
        }
        string found = devices.Length > 0
            ? $"{string.Join(", ", devices)}, but not its driver's library {Driver}"
            : "none";
        string mend = devices.Length > 0
            ? "install NVIDIA's driver; in a container run it with NVIDIA's container toolkit: docker run --gpus all"
            : "policies run on the device cpu; for cuda pass a GPU through: docker run --gpus all";
        diagnosis.Add(needed ? DoctorLevel.Error : DoctorLevel.Information, Subject, found, mend);
    }
}
