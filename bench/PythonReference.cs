using System.Diagnostics;
using System.Globalization;
using System.Text;
using System.Text.Json;
using PolicyGate.Gateway.Measurement;

namespace PolicyGate.Bench;

/// <summary><c>python/reference.py</c> in a process of its own, one request at a time.</summary>
internal sealed class PythonReference : IReference
{
    private const string Script = "bench/python/reference.py";

    private readonly Process _process;

    /// <param name="python">An interpreter with pyarrow, Pillow and NumPy.</param>
    public PythonReference(string python)
    {
        var start = new ProcessStartInfo(python, [Checkout.At(Script)])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            UseShellExecute = false,
            StandardInputEncoding = new UTF8Encoding(encoderShouldEmitUTF8Identifier: false),
        };
        _process = Process.Start(start)!;
    }

    /// <summary>The interpreter that <c>eng/python-env sim</c> makes, or the one named; null where there is
    /// none.</summary>
    public static string? FindPython(string? named)
    {
        named ??= Environment.GetEnvironmentVariable("POLICYGATE_SIM_PYTHON")
            ?? Checkout.At("artifacts/python/sim/bin/python");
        return File.Exists(named) ? named : null;
    }

    public void Begin(IReadOnlyList<PictureTarget> pictures)
    {
        Send(JsonSerializer.Serialize(new { pictures }, JsonSerializerOptions.Web) + "\n");
    }

    public void Run(PreparedTick tick, Samples into)
    {
        _process.StandardInput.BaseStream.Write(tick.Line);
        _process.StandardInput.BaseStream.Flush();
        string answer = _process.StandardOutput.ReadLine()
            ?? throw new IOException($"{Script} ended; what it said stands above");
        double[] parts = [.. answer.Split(' ').Select(part => double.Parse(part, CultureInfo.InvariantCulture))];
        into.Add(Stage.ReferenceOpen, parts[0]);
        into.Add(Stage.ReferenceResize, parts[1]);
        into.Add(Stage.ReferenceRest, parts[2]);
        into.Add(Stage.Reference, parts.Sum());
    }

    public void Dispose()
    {
        // The end of its input ends it.
        _process.StandardInput.Close();
        _process.WaitForExit();
        _process.Dispose();
    }

    private void Send(string line)
    {
        _process.StandardInput.BaseStream.Write(Encoding.UTF8.GetBytes(line));
        _process.StandardInput.BaseStream.Flush();
    }
}
