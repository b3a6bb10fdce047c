using System.Buffers.Binary;
using System.Text;
using PolicyGate.Formats;
using PolicyGate.Formats.Safetensors;

namespace PolicyGate.Tests.Formats.Safetensors;

/// <summary>Safetensors files in memory, right or wrong.</summary>
internal static class SafetensorsBytes
{
    public const int HeaderLimit = 1 << 16;

    /// <summary>A file of any header, whatever it says.</summary>
    public static byte[] Of(string header, params ReadOnlySpan<byte> data)
    {
        byte[] json = Encoding.UTF8.GetBytes(header);
        byte[] file = new byte[sizeof(ulong) + json.Length + data.Length];
        BinaryPrimitives.WriteUInt64LittleEndian(file, (ulong)json.Length);
        json.CopyTo(file, sizeof(ulong));
        data.CopyTo(file.AsSpan(sizeof(ulong) + json.Length));
        return file;
    }

    /// <summary>A header's entry.</summary>
    public static string Tensor(string name, string type, string shape, long begin, long end) =>
        $"\"{name}\":{{\"dtype\":\"{type}\",\"shape\":[{shape}],\"data_offsets\":[{begin},{end}]}}";

    public static SafetensorsFile Open(byte[] bytes)
    {
        SafetensorsFile.Open(new MemoryStream(bytes), HeaderLimit, out SafetensorsFile? file).ShouldBeNull();
        return file.ShouldNotBeNull();
    }

    public static FormatFault Fault(byte[] bytes)
    {
        FormatFault? fault = SafetensorsFile.Open(new MemoryStream(bytes), HeaderLimit, out SafetensorsFile? file);
        file.ShouldBeNull();
        return fault.ShouldNotBeNull();
    }
}
