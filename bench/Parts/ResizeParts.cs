using BenchmarkDotNet.Attributes;
using PolicyGate.Gateway.Observations;
using PolicyGate.Gateway.Pictures;
using PolicyGate.Gateway.Policies;

namespace PolicyGate.Bench.Parts;

/// <summary>One picture to 60×96 on one thread, out of memory, by every operation that there is.</summary>
public class ResizeParts
{
    private const int Height = 60;
    private const int Width = 96;

    private readonly CameraImage _picture = new("any");
    private PictureJob? _job;

    public static IEnumerable<string> Operations =>
        Enum.GetValues<ResizeMethod>().Where(method => method is not ResizeMethod.None).Select(m => m.ToString());

    [ParamsSource(nameof(Operations))]
    public string Operation { get; set; } = "";

    [Params("120x192", "600x960", "720x1280")]
    public string From { get; set; } = "";

    [GlobalSetup]
    public void Prepare()
    {
        string[] sides = From.Split('x');
        new Random(1).NextBytes(_picture.Prepare(int.Parse(sides[0]), int.Parse(sides[1])));
        _job = new PictureJob(new PictureResizer(Enum.Parse<ResizeMethod>(Operation), Height, Width));
    }

    [Benchmark]
    public bool Resize()
    {
        bool complete = false;
        int bands = _job!.Begin(_picture);
        for (int band = 0; band < bands; band++)
            _ = _job.Do(band, out complete);
        return complete;
    }
}
