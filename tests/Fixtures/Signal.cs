using System.Runtime.InteropServices;

namespace PolicyGate.Tests.Fixtures;

/// <summary>What a test does to a process that it has had started.</summary>
internal static partial class Signal
{
    public const int Kill = 9;
    public const int Segv = 11;
    public const int Continue = 18;
    public const int Stop = 19;

    public static void Send(int process, int signal) => Deliver(process, signal).ShouldBe(0, $"process {process}");

    /// <summary>Whether it is there and no zombie.</summary>
    public static bool IsAlive(int process)
    {
        try
        {
            string stat = File.ReadAllText($"/proc/{process}/stat");
            return stat[(stat.LastIndexOf(')') + 2)..][0] != 'Z';
        }
        catch (IOException)
        {
            return false;
        }
    }

    [LibraryImport("libc", EntryPoint = "kill")]
    private static partial int Deliver(int process, int signal);
}
