using BenchmarkDotNet.Attributes;
using PolicyGate.Gateway.Pictures;
using PolicyGate.Gateway.Policies;

namespace PolicyGate.Bench.Parts;

/// <summary>One picture to 60×96 on one thread, out of memory that has just been read.</summary>
public class ResizeParts
{
    private const int Height = 60;
    private const int Width = 96;

    private readonly byte[] _small = new byte[Height * Width * 3];
    private byte[] _picture = [];
    private PictureResizer? _resizer;
    private int _sourceHeight;
    private int _sourceWidth;

    /// <summary>Every operation that there is.</summary>
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
        (_sourceHeight, _sourceWidth) = (int.Parse(sides[0]), int.Parse(sides[1]));
        _picture = new byte[_sourceHeight * _sourceWidth * 3];
        new Random(1).NextBytes(_picture);
        _resizer = new PictureResizer(Enum.Parse<ResizeMethod>(Operation), Height, Width);
    }

    [Benchmark]
    public void Resize() => _resizer!.Resize(_picture, _sourceHeight, _sourceWidth, _small);
}
