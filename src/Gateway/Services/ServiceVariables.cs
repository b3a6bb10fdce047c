using System.Globalization;

namespace PolicyGate.Gateway.Services;

/// <summary>What a service manager says to the process that it starts: man sd_listen_fds, sd_notify,
/// sd_watchdog_enabled.</summary>
/// <param name="Descriptors">How many sockets it has handed over.</param>
/// <param name="Names">Theirs, in order; fewer where it has not said.</param>
/// <param name="NotifySocket">Where it listens for how the service is; null where it does not.</param>
/// <param name="Watchdog">How long it goes without a sign of life; null where it waits for none.</param>
internal sealed record ServiceVariables(
    int Descriptors, IReadOnlyList<string> Names, string? NotifySocket, TimeSpan? Watchdog)
{
    private const string ListenPid = "LISTEN_PID";
    private const string ListenCount = "LISTEN_FDS";
    private const string ListenNames = "LISTEN_FDNAMES";
    private const string Notify = "NOTIFY_SOCKET";
    private const string WatchdogPid = "WATCHDOG_PID";
    private const string WatchdogMicroseconds = "WATCHDOG_USEC";

    /// <summary>No service manager.</summary>
    public static ServiceVariables None { get; } = new(0, [], null, null);

    /// <summary>
    /// Reads them from this process' environment and takes them out of it: they are for nobody that it starts.
    /// </summary>
    public static ServiceVariables Take()
    {
        string own = Environment.ProcessId.ToString(CultureInfo.InvariantCulture);
        string? listenPid = Take(ListenPid);
        string? count = Take(ListenCount);
        string[] names = Take(ListenNames)?.Split(':') ?? [];
        string? notify = Take(Notify);
        string? watchdogPid = Take(WatchdogPid);
        string? microseconds = Take(WatchdogMicroseconds);

        // Set for another: this one was started by whoever they are for, as by a shell.
        int descriptors = listenPid == own ? (int)(Number(count) ?? 0) : 0;
        TimeSpan? watchdog = watchdogPid is null || watchdogPid == own
            ? Number(microseconds) is > 0 and { } time ? TimeSpan.FromMicroseconds(time) : null
            : null;
        return new ServiceVariables(descriptors, descriptors > 0 ? names : [], notify, watchdog);
    }

    private static string? Take(string name)
    {
        string? value = Environment.GetEnvironmentVariable(name);
        if (value is not null)
            Environment.SetEnvironmentVariable(name, null);
        return string.IsNullOrEmpty(value) ? null : value;
    }

    private static long? Number(string? text) =>
        long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out long number) ? number : null;
}
