using System.Diagnostics;
using System.Globalization;

namespace PolicyGate.Bench.Engines;

/// <summary>A process that runs one model in one way when it is told to.</summary>
/// <remarks>
/// It writes a line when it is warm: milliseconds from the first it knew of the model to its first answer, and the
/// megabytes of memory that it took for that. Then, for each number on its input, as many runs, and a line with the
/// microseconds of each.
/// </remarks>
internal sealed class EngineProcess : IDisposable
{
    private readonly Process _process;
    private readonly List<double> _microseconds = [];

    /// <exception cref="IOException">It ended instead; what it said stands above.</exception>
    public EngineProcess(EngineRow row)
    {
        Row = row;
        _process = Process.Start(new ProcessStartInfo(row.Program, row.Arguments)
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            UseShellExecute = false,
        })!;
        double[] loaded = Read();
        (LoadMilliseconds, LoadedMegabytes) = (loaded[0], loaded[1]);
    }

    public EngineRow Row { get; }

    public double LoadMilliseconds { get; }

    public double LoadedMegabytes { get; }

    /// <summary>All its runs since they were last forgotten.</summary>
    public IReadOnlyList<double> Microseconds => _microseconds;

    public void Run(int runs)
    {
        _process.StandardInput.WriteLine(runs.ToString(CultureInfo.InvariantCulture));
        _process.StandardInput.Flush();
        _microseconds.AddRange(Read());
    }

    public void Forget() => _microseconds.Clear();

    public void Dispose()
    {
        _process.StandardInput.Close();
        _process.WaitForExit();
        _process.Dispose();
    }

    private double[] Read()
    {
        string line = _process.StandardOutput.ReadLine() ?? throw new IOException(
            $"{Row.Name}: the process ended; what it said stands above");
        return [.. line.Split(' ').Select(number => double.Parse(number, CultureInfo.InvariantCulture))];
    }
}
