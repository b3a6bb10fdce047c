using System.Diagnostics;
using System.Globalization;

namespace PolicyGate.Bench.Engines;

/// <summary>A process that runs one model when it is told to.</summary>
/// <remarks>
/// It writes a line when it is warm: milliseconds from the first it knew of the model to its first answers, and the
/// megabytes of memory that it took for them, a worker's left out. Then, for each number on its input, it runs as many
/// times, each of its ways in turn, and writes a line for each way with the microseconds of each run.
/// </remarks>
internal sealed class EngineProcess : IDisposable
{
    private readonly EngineProgram _program;
    private readonly Process _process;

    /// <exception cref="IOException">It ended instead; what it said stands above.</exception>
    public EngineProcess(EngineProgram program)
    {
        _program = program;
        _process = Process.Start(new ProcessStartInfo(program.Path, program.Arguments)
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            UseShellExecute = false,
        })!;
        double[] loaded = Read();
        (LoadMilliseconds, LoadedMegabytes) = (loaded[0], loaded[1]);
        Microseconds = [.. program.Kinds.Select(_ => new List<double>())];
    }

    public double LoadMilliseconds { get; }

    public double LoadedMegabytes { get; }

    /// <summary>All runs since they were last forgotten, by way.</summary>
    public IReadOnlyList<List<double>> Microseconds { get; }

    public void Run(int runs)
    {
        _process.StandardInput.WriteLine(runs.ToString(CultureInfo.InvariantCulture));
        _process.StandardInput.Flush();
        foreach (List<double> way in Microseconds)
            way.AddRange(Read());
    }

    public void Forget()
    {
        foreach (List<double> way in Microseconds)
            way.Clear();
    }

    public void Dispose()
    {
        _process.StandardInput.Close();
        _process.WaitForExit();
        _process.Dispose();
    }

    private double[] Read()
    {
        string line = _process.StandardOutput.ReadLine() ?? throw new IOException(
            $"{_program.Backend}: the process ended; what it said stands above");
        return [.. line.Split(' ').Select(number => double.Parse(number, CultureInfo.InvariantCulture))];
    }
}
