using System.Runtime.InteropServices;
using System.Text;

namespace PolicyGate.Bench;

/// <summary>Keeps this program, and all that it starts, on some of the machine's cores.</summary>
internal static partial class CoreSet
{
    private const int Most = 1024;

    /// <summary>
    /// Begins the program anew on these cores where it is not on them yet: the runtime, and whoever counts cores, looks
    /// once, at the start.
    /// </summary>
    /// <param name="text">As <c>0,1</c>.</param>
    /// <exception cref="InvalidDataException">They are no cores of this machine.</exception>
    public static void Use(string text)
    {
        SortedSet<int> wanted = Parse(text);
        Span<ulong> mask = stackalloc ulong[Most / 64];
        Span<ulong> now = stackalloc ulong[Most / 64];
        mask.Clear();
        now.Clear();
        foreach (int core in wanted)
            mask[core / 64] |= 1UL << (core % 64);
        if (GetAffinity(0, Most / 8, ref MemoryMarshal.GetReference(now)) >= 0 && now.SequenceEqual(mask))
            return;
        if (SetAffinity(0, Most / 8, in MemoryMarshal.GetReference(mask)) != 0)
            throw new InvalidDataException($"--cores {text}: {Marshal.GetLastPInvokeErrorMessage()}");
        string[] arguments = Encoding.UTF8.GetString(File.ReadAllBytes("/proc/self/cmdline")).TrimEnd('\0').Split('\0');
        _ = Execute("/proc/self/exe", [.. arguments, null]);
        throw new InvalidDataException($"--cores {text}: {Marshal.GetLastPInvokeErrorMessage()}");
    }

    private static SortedSet<int> Parse(string text)
    {
        var cores = new SortedSet<int>();
        foreach (string part in text.Split(','))
        {
            if (!int.TryParse(part, out int core) || core is < 0 or >= Most)
                throw new InvalidDataException($"--cores {text}: expected numbers of cores, as 0,1");
            cores.Add(core);
        }
        return cores;
    }

    [LibraryImport("libc", EntryPoint = "sched_setaffinity", SetLastError = true)]
    private static partial int SetAffinity(int thread, nint bytes, in ulong mask);

    [LibraryImport("libc", EntryPoint = "sched_getaffinity", SetLastError = true)]
    private static partial int GetAffinity(int thread, nint bytes, ref ulong mask);

    [LibraryImport("libc", EntryPoint = "execv", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    private static partial int Execute(string path, string?[] arguments);
}
