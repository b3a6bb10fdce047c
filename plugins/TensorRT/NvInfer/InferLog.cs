using System.Runtime.InteropServices;
using System.Text;
using Microsoft.Extensions.Logging;

namespace PolicyGate.TensorRT.NvInfer;

/// <summary>The <c>nvinfer1::ILogger</c> that a library is given: an object of C++ in native memory.</summary>
/// <remarks>
/// Never freed: TensorRT keeps it for the life of the process. Called on any thread, of TensorRT's own too; nothing may
/// be thrown through its frames. It does not know policies apart: lines go to the one that was loaded last.
/// </remarks>
internal sealed unsafe class InferLog
{
    /// <summary>Longer messages end here; TensorRT's are a few hundred bytes.</summary>
    private const int MostBytes = 2000;

    /// <summary>Words before a table: the offset to the whole object and its type, for a <c>dynamic_cast</c>.</summary>
    private const int WordsBefore = 2;

    private static readonly nint InterfaceKind = Marshal.StringToCoTaskMemUTF8("ILogger");

    private volatile ILogger? _logger;
    private volatile InferSeverity _least = InferSeverity.Warning;
    private string? _lastError;

    public InferLog(InferSlots slots)
    {
        void** table = Zeroed(WordsBefore + slots.LoggerLog + 3) + WordsBefore;
        if (slots.LoggerLog == 0)
        {
            // 10: { log, two destructors }.
            table[1] = table[2] = (delegate* unmanaged<nint, void>)&Destroy;
        }
        else
        {
            // 11: { getAPILanguage, getInterfaceInfo, two destructors, log }.
            table[0] = (delegate* unmanaged<nint, int>)&ApiLanguage;
            table[1] = (delegate* unmanaged<nint, InterfaceInfo>)&Interface;
            table[2] = table[3] = (delegate* unmanaged<nint, void>)&Destroy;
        }
        table[slots.LoggerLog] = (delegate* unmanaged<nint, int, byte*, void>)&Write;
        // The object: its table, and after it, unknown to TensorRT, this.
        void** instance = Zeroed(2);
        instance[0] = table;
        instance[1] = (void*)GCHandle.ToIntPtr(GCHandle.Alloc(this));
        Object = (nint)instance;
    }

    /// <summary>What TensorRT is given.</summary>
    public nint Object { get; }

    /// <summary>Where lines go from now on, and the least severe of them.</summary>
    public void SendTo(ILogger logger, InferSeverity least) => (_logger, _least) = (logger, least);

    /// <summary>The newest error since the last call of this: TensorRT's functions say only yes or no.</summary>
    public string TakeLastError() => Interlocked.Exchange(ref _lastError, null) ?? "TensorRT said nothing of why";

    private void Take(InferSeverity severity, byte* message)
    {
        bool error = severity <= InferSeverity.Error;
        ILogger? logger = severity <= _least ? _logger : null;
        if (message is null || (!error && logger is null))
            return;
        var bytes = MemoryMarshal.CreateReadOnlySpanFromNullTerminated(message);
        string text = Encoding.UTF8.GetString(bytes[..Math.Min(bytes.Length, MostBytes)]).Trim();
        if (error)
            Volatile.Write(ref _lastError, text);
        LogLevel level = LevelOf(severity);
        if (logger is not null)
            Log.Engine(logger, level, text);
    }

    [UnmanagedCallersOnly]
    private static void Write(nint instance, int severity, byte* message)
    {
        try
        {
            ((InferLog)GCHandle.FromIntPtr(((nint*)instance)[1]).Target!).Take((InferSeverity)severity, message);
        }
#pragma warning disable CA1031 // A logger's fault must not take the process down.
        catch (Exception)
#pragma warning restore CA1031
        {
        }
    }

    [UnmanagedCallersOnly]
    private static void Destroy(nint instance)
    {
    }

    /// <summary>C++.</summary>
    [UnmanagedCallersOnly]
    private static int ApiLanguage(nint instance) => 0;

    [UnmanagedCallersOnly]
    private static InterfaceInfo Interface(nint instance) => new() { Kind = InterfaceKind, Major = 1, Minor = 0 };

    private static void** Zeroed(int words) => (void**)NativeMemory.AllocZeroed((nuint)words, (nuint)sizeof(nint));

    private static LogLevel LevelOf(InferSeverity severity) => severity switch
    {
        InferSeverity.InternalError => LogLevel.Critical,
        InferSeverity.Error => LogLevel.Error,
        InferSeverity.Warning => LogLevel.Warning,
        InferSeverity.Info => LogLevel.Information,
        _ => LogLevel.Debug,
    };

    /// <summary><c>nvinfer1::InterfaceInfo</c>, returned in two registers.</summary>
    [StructLayout(LayoutKind.Sequential)]
    private struct InterfaceInfo
    {
        public nint Kind;
        public int Major;
        public int Minor;
    }
}
