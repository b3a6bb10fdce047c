using System.Reflection;
using PolicyGate.Abstractions;

namespace PolicyGate.Gateway.Plugins;

/// <summary>Puts what a plugin threw into words: the innermost cause, and for natives every place looked at.</summary>
internal static class PluginFailure
{
    /// <summary>A cause that the operator can mend, which needs no stack trace in the log.</summary>
    public static bool IsExpected(Exception failure) =>
        Cause(failure) is PolicyLoadException or DllNotFoundException or FileNotFoundException or FileLoadException
            or BadImageFormatException or TypeLoadException or MissingMemberException;

    public static string Describe(Exception failure, PluginLoadContext context)
    {
        Exception cause = Cause(failure);
        string what = cause switch
        {
            FileNotFoundException missing => context.RefusalOf(missing.FileName) ?? OneLine(missing.Message),
            PolicyLoadException or FileLoadException => cause.Message,
            DllNotFoundException =>
                string.Join("; ", [.. context.NativeSearches(cause.Message), OneLine(cause.Message)]),
            EntryPointNotFoundException =>
                $"{OneLine(cause.Message)} (the native library is of another version than the plugin was written for)",
            TypeLoadException or MissingMemberException =>
                $"{OneLine(cause.Message)} (it, or what it brings, was built against another version; build the"
                + " plugin again, against this gateway's PolicyGate.Abstractions.dll)",
            _ => $"{cause.GetType().Name}: {OneLine(cause.Message)}",
        };
        Exception? initializer = failure is TargetInvocationException ? failure.InnerException : failure;
        return initializer is TypeInitializationException broken
            ? $"the type initialiser of {broken.TypeName} failed: {what}"
            : what;
    }

    /// <summary>Without the wrappers that reflection and type initialisers put around it.</summary>
    private static Exception Cause(Exception failure)
    {
        Exception cause = failure;
        while (cause is TargetInvocationException or TypeInitializationException && cause.InnerException is { } inner)
            cause = inner;
        return cause;
    }

    private static string OneLine(string message) =>
        string.Join(" | ", message.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries));
}
