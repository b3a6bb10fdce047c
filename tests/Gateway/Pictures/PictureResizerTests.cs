using System.IO.Compression;
using System.Runtime.InteropServices;
using System.Security.Cryptography;
using System.Text.Json;
using PolicyGate.Abstractions;
using PolicyGate.Gateway.Binding;
using PolicyGate.Gateway.Pictures;
using PolicyGate.Gateway.Policies;

namespace PolicyGate.Tests.Gateway.Pictures;

/// <summary>Against what Pillow 13 (tests/data/resize/make.py) and torch 2.13 themselves made.</summary>
public sealed class PictureResizerTests
{
    private static readonly string Data = Repository.At("tests/data/resize");

    [Fact]
    public void Pictures_with_edges_and_noise_have_Pillows_bytes()
    {
        foreach (JsonElement golden in Cases("pictures.json"))
        {
            byte[] source = Unzip(golden.GetProperty("input").GetString()!);
            string output = golden.GetProperty("output").GetString()!;

            Resize(golden, source).ShouldBe(Unzip(output), output);
        }
    }

    [Fact]
    public void What_the_model_gets_of_them_are_the_references_floats_to_the_bit()
    {
        var scale = new PixelScale(new TensorDescription
        {
            Spec = new TensorSpec("observation.images.head", TensorRole.Image, ElementType.Float32, []),
            Normalize = new NormalizationDescription(
                NormalizationMode.MeanStd, [0.485f, 0.456f, 0.406f], [0.229f, 0.224f, 0.225f], 1e-8f),
        });
        foreach (JsonElement golden in Cases("pictures.json"))
        {
            string output = golden.GetProperty("output").GetString()!;
            byte[] pixels = Unzip(output);
            float[] input = new float[pixels.Length];

            scale.Apply(pixels, input);

            byte[] bytes = MemoryMarshal.AsBytes(input.AsSpan()).ToArray();
            string found = Convert.ToHexStringLower(SHA256.HashData(bytes));
            found.ShouldBe(golden.GetProperty("normalised").GetString(), output);
        }
    }

    [Fact]
    public void Torchs_bilinear_has_torchs_bytes()
    {
        foreach (JsonElement golden in Cases("torch-bilinear.json"))
        {
            byte[] source = Unzip(golden.GetProperty("input").GetString()!);
            byte[] found = Resize(golden, source, ResizeMethod.TorchBilinear);
            Convert.ToHexStringLower(SHA256.HashData(found))
                .ShouldBe(golden.GetProperty("sha256").GetString(), golden.GetRawText());
        }
    }

    [Fact]
    public void Any_size_to_any_other_has_Pillows_bytes()
    {
        List<string> wrong = [];
        foreach (JsonElement golden in Cases("sizes.json"))
        {
            (int height, int width) = Size(golden, "from");
            byte[] source = Noise(height * width * 3, golden.GetProperty("seed").GetUInt32());
            string found = Convert.ToHexStringLower(SHA256.HashData(Resize(golden, source)));
            if (found != golden.GetProperty("sha256").GetString())
                wrong.Add(golden.GetRawText());
        }

        wrong.ShouldBeEmpty();
    }

    [Fact]
    public void Threads_that_share_a_resizer_do_not_disturb_each_other()
    {
        var resizer = new PictureResizer(ResizeMethod.PillowBicubic, 60, 96);
        // More sizes than are kept, so that plans are thrown away while others use them.
        (int Height, int Width)[] sizes = [(120, 192), (45, 72), (131, 177), (60, 97), (61, 96), (300, 20)];
        byte[][] sources = [.. sizes.Select(size => Noise(size.Height * size.Width * 3, 1))];
        byte[][] expected = [.. sizes.Select((size, i) => Alone(sources[i], size))];

        Parallel.For(0, 200, turn =>
        {
            int i = turn % sizes.Length;
            byte[] found = new byte[60 * 96 * 3];
            resizer.Resize(sources[i], sizes[i].Height, sizes[i].Width, found);
            found.ShouldBe(expected[i]);
        });
    }

    [Fact]
    public void Nothing_is_allocated_once_warm()
    {
        var resizer = new PictureResizer(ResizeMethod.PillowBicubic, 60, 96);
        byte[] source = Noise(600 * 960 * 3, 7);
        byte[] destination = new byte[60 * 96 * 3];
        resizer.Resize(source, 600, 960, destination);
        resizer.Resize(source, 960, 600, destination);

        // The least of several rounds: a collection may empty the pool once, a resize that allocates does so each time.
        long least = long.MaxValue;
        for (int round = 0; round < 5; round++)
        {
            long before = GC.GetAllocatedBytesForCurrentThread();
            resizer.Resize(source, 600, 960, destination);
            resizer.Resize(source, 960, 600, destination);
            least = Math.Min(least, GC.GetAllocatedBytesForCurrentThread() - before);
        }

        least.ShouldBe(0);
    }

    private static byte[] Alone(byte[] source, (int Height, int Width) size)
    {
        byte[] destination = new byte[60 * 96 * 3];
        new PictureResizer(ResizeMethod.PillowBicubic, 60, 96).Resize(source, size.Height, size.Width, destination);
        return destination;
    }

    private static byte[] Resize(
        JsonElement golden, byte[] source, ResizeMethod method = ResizeMethod.PillowBicubic)
    {
        (int sourceHeight, int sourceWidth) = Size(golden, "from");
        (int height, int width) = Size(golden, "to");
        byte[] destination = new byte[height * width * 3];
        new PictureResizer(method, height, width).Resize(source, sourceHeight, sourceWidth, destination);
        return destination;
    }

    private static List<JsonElement> Cases(string file)
    {
        using JsonDocument document = JsonDocument.Parse(File.ReadAllBytes(Path.Combine(Data, file)));
        List<JsonElement> cases = [.. document.RootElement.Clone().EnumerateArray()];
        cases.ShouldNotBeEmpty();
        return cases;
    }

    private static (int Height, int Width) Size(JsonElement golden, string key) =>
        (golden.GetProperty(key)[0].GetInt32(), golden.GetProperty(key)[1].GetInt32());

    private static byte[] Unzip(string file)
    {
        using var zip = new GZipStream(File.OpenRead(Path.Combine(Data, file)), CompressionMode.Decompress);
        using var bytes = new MemoryStream();
        zip.CopyTo(bytes);
        return bytes.ToArray();
    }

    /// <summary>The congruential generator of make.py.</summary>
    private static byte[] Noise(int count, uint seed)
    {
        byte[] bytes = new byte[count];
        for (int i = 0; i < count; i++)
        {
            seed = unchecked((seed * 1664525) + 1013904223);
            bytes[i] = (byte)(seed >> 24);
        }
        return bytes;
    }
}
