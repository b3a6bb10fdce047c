using System.Runtime.InteropServices;
using PolicyGate.Gateway.Pictures;
using PolicyGate.Gateway.Policies;

namespace PolicyGate.Tests.Gateway.Pictures;

/// <summary>Resizes as an inference does, on one thread.</summary>
internal static class Resized
{
    /// <returns>The bytes of the result, of floats too.</returns>
    public static byte[] By(
        ResizeMethod method, IPictureRows source, (int Height, int Width) to, BytePasses? passes = null)
    {
        var job = new PictureJob(new PictureResizer(method, to.Height, to.Width, passes));
        Run(job, source);
        return Result(job);
    }

    public static byte[] Result(PictureJob job) =>
        job.Values.IsEmpty ? job.Pixels.ToArray() : MemoryMarshal.AsBytes(job.Values).ToArray();

    public static void Run(PictureJob job, IPictureRows source)
    {
        int bands = job.Begin(source);
        for (int band = 0; band < bands; band++)
        {
            job.Do(band, out bool complete).ShouldBeNull();
            complete.ShouldBe(band == bands - 1);
        }
    }

    /// <summary>Noise, the same for the same seed: the congruential generator of make.py.</summary>
    public static byte[] Noise(int count, uint seed)
    {
        byte[] bytes = new byte[count];
        for (int i = 0; i < count; i++)
        {
            seed = unchecked((seed * 1664525) + 1013904223);
            bytes[i] = (byte)(seed >> 24);
        }
        return bytes;
    }
}
