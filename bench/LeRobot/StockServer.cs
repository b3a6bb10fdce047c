using System.Diagnostics;
using System.Globalization;

namespace PolicyGate.Bench.LeRobot;

/// <summary>LeRobot's own policy server in a process of its own.</summary>
internal sealed class StockServer : IDisposable
{
    private readonly Process _process;

    /// <param name="python">That of <c>eng/python-env lerobot</c>.</param>
    /// <param name="latency">Seconds that an answer is held back; null for its default.</param>
    /// <param name="arguments">Which policy it runs.</param>
    /// <exception cref="IOException">It did not start.</exception>
    public StockServer(string python, double? latency, IReadOnlyList<string> arguments)
    {
        string[] held = latency is { } seconds ? ["--latency", seconds.ToString(CultureInfo.InvariantCulture)] : [];
        _process = Process.Start(new ProcessStartInfo(
            python, [Checkout.At("bench/python/stock_server.py"), .. held, .. arguments])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            UseShellExecute = false,
        })!;
        // Its log; a full pipe would stop it.
        _process.ErrorDataReceived += (_, _) => { };
        _process.BeginErrorReadLine();
        for (string? line; (line = _process.StandardOutput.ReadLine()) is not null;)
        {
            if (line.Split(' ') is not ["ready", string port])
                continue;
            Address = $"127.0.0.1:{port}";
            return;
        }
        throw new IOException("the stock server did not start; try bench/python/stock_server.py by hand");
    }

    public string Address { get; }

    /// <summary>The interpreter that <c>eng/python-env lerobot</c> makes, or the one named; null where there is
    /// none.</summary>
    public static string? FindPython(string? named)
    {
        named ??= Environment.GetEnvironmentVariable("POLICYGATE_LEROBOT_PYTHON")
            ?? Checkout.At("artifacts/python/lerobot/bin/python");
        return File.Exists(named) ? named : null;
    }

    public void Dispose()
    {
        _process.Kill();
        _process.WaitForExit();
        _process.Dispose();
    }
}
