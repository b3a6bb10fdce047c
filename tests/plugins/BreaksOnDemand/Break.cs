using System.Globalization;
using System.Runtime.InteropServices;
using PolicyGate.Abstractions;

namespace PolicyGate.Tests.Plugins;

/// <summary>What engines do when they go wrong.</summary>
internal static unsafe partial class Break
{
    public static void Now(string demand, CancellationToken cancel)
    {
        string[] words = demand.Split(' ');
        switch (words[0])
        {
            case "":
                break;
            case "segv":
                // In native code: the runtime makes an exception of a null in managed code.
                Fill(0, 1, 4096);
                break;
            case "abort":
                Console.Error.WriteLine("terminate called after throwing an instance of 'c10::Error'");
                Abort();
                break;
            case "exit":
                Exit(3);
                break;
            case "throw":
                throw new InvalidOperationException("a bug of the plugin's");
            case "refuse":
                throw new PolicyLoadException("the model is not what it should be");
            case "hang":
                new ManualResetEvent(initialState: false).WaitOne();
                break;
            case "late":
                new ManualResetEvent(initialState: false).WaitOne(int.Parse(words[1], CultureInfo.InvariantCulture));
                break;
            case "stop-early":
                cancel.WaitHandle.WaitOne();
                break;
            case "print":
                Print("what an engine prints to stdout"u8);
                break;
            case "take":
                Take(nuint.Parse(words[1], CultureInfo.InvariantCulture));
                break;
            case "fill-pool":
                FilledPool.Fill();
                break;
            case "empty-pool":
                FilledPool.Empty();
                break;
            case "garbage":
                WriteToEveryPipe("this is no message"u8);
                break;
            default:
                throw new InvalidOperationException($"nobody knows '{demand}'");
        }
    }

    private static void Print(ReadOnlySpan<byte> text)
    {
        fixed (byte* line = (byte[])[.. text, (byte)'\n'])
            _ = Write(1, line, (nuint)text.Length + 1);
    }

    private static void Take(nuint bytes)
    {
        byte* taken = (byte*)NativeMemory.Alloc(bytes);
        NativeMemory.Fill(taken, bytes, 1);
        NativeMemory.Free(taken);
    }

    private static void WriteToEveryPipe(ReadOnlySpan<byte> text)
    {
        foreach (string descriptor in Directory.EnumerateFiles("/proc/self/fd"))
        {
            string target = new FileInfo(descriptor).LinkTarget ?? "";
            int number = int.Parse(Path.GetFileName(descriptor), CultureInfo.InvariantCulture);
            if (number <= 2 || !target.StartsWith("pipe:", StringComparison.Ordinal))
                continue;
            fixed (byte* line = (byte[])[.. text, (byte)'\n'])
                _ = Write(number, line, (nuint)text.Length + 1);
        }
    }

    [LibraryImport("libc", EntryPoint = "memset")]
    private static partial nint Fill(nint target, int value, nuint count);

    [LibraryImport("libc", EntryPoint = "abort")]
    private static partial void Abort();

    [LibraryImport("libc", EntryPoint = "_exit")]
    private static partial void Exit(int code);

    [LibraryImport("libc", EntryPoint = "write")]
    private static partial nint Write(int descriptor, byte* from, nuint count);
}
