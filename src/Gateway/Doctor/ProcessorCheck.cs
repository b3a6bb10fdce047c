using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace PolicyGate.Gateway.Doctor;

/// <summary>The runtime, the system, the cores, and how wide the resizing of pictures can be.</summary>
internal static class ProcessorCheck
{
    public static void Run(Diagnosis diagnosis)
    {
        string architecture = RuntimeInformation.ProcessArchitecture.ToString().ToLowerInvariant();
        diagnosis.Good("runtime", $"{RuntimeInformation.FrameworkDescription}, {RuntimeInformation.RuntimeIdentifier}");
        diagnosis.Good("system", $"{RuntimeInformation.OSDescription}, {architecture}");
        CheckCores(Environment.ProcessorCount, diagnosis);
        CheckVectors(WidestVector(), diagnosis);
    }

    /// <param name="cores">Those that this process may use, a container's limit included.</param>
    /// <param name="diagnosis">Receives the finding.</param>
    public static void CheckCores(int cores, Diagnosis diagnosis)
    {
        const string Subject = "cores";
        if (cores > 1)
            diagnosis.Good(Subject, $"{cores}");
        else
        {
            diagnosis.Warn(
                Subject, "1: pictures, inference and the robot's own nodes take turns",
                "give the process two or more, as docker run --cpus=2");
        }
    }

    /// <param name="bits">Of the widest vectors that the processor adds in one step.</param>
    /// <param name="diagnosis">Receives the finding.</param>
    public static void CheckVectors(int bits, Diagnosis diagnosis)
    {
        const string Subject = "vectors";
        // 128 bits are all that ARM's processors commonly have.
        bool narrow = bits < (RuntimeInformation.ProcessArchitecture is Architecture.X64 ? 256 : 128);
        if (!narrow)
            diagnosis.Good(Subject, $"{bits} bits");
        else
        {
            diagnosis.Warn(
                Subject, $"{bits} bits: pictures are resized to the same bytes, but slower",
                "a processor with AVX2, or a virtual machine that passes it through (QEMU: -cpu host)");
        }
    }

    private static int WidestVector()
    {
        if (Vector512.IsHardwareAccelerated)
            return 512;
        if (Vector256.IsHardwareAccelerated)
            return 256;
        return Vector128.IsHardwareAccelerated ? 128 : 0;
    }
}
