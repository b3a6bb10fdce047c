using System.IO.Compression;
using System.Runtime.InteropServices;
using System.Security.Cryptography;
using System.Text.Json;
using PolicyGate.Abstractions;
using PolicyGate.Gateway.Binding;
using PolicyGate.Gateway.Policies;

namespace PolicyGate.Tests.Gateway.Pictures;

/// <summary>Against what Pillow 13 itself made: tests/data/resize/make.py.</summary>
public sealed class PillowBicubicTests
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

            scale.Apply(pixels, MemoryMarshal.AsBytes(input.AsSpan()));

            byte[] bytes = MemoryMarshal.AsBytes(input.AsSpan()).ToArray();
            string found = Convert.ToHexStringLower(SHA256.HashData(bytes));
            found.ShouldBe(golden.GetProperty("normalised").GetString(), output);
        }
    }

    [Fact]
    public void Any_size_to_any_other_has_Pillows_bytes()
    {
        List<string> wrong = [];
        foreach (JsonElement golden in Cases("sizes.json"))
        {
            (int height, int width) = Size(golden, "from");
            byte[] source = Resized.Noise(height * width * 3, golden.GetProperty("seed").GetUInt32());
            string found = Convert.ToHexStringLower(SHA256.HashData(Resize(golden, source)));
            if (found != golden.GetProperty("sha256").GetString())
                wrong.Add(golden.GetRawText());
        }

        wrong.ShouldBeEmpty();
    }

    private static byte[] Resize(JsonElement golden, byte[] source)
    {
        (int height, int width) = Size(golden, "from");
        return Resized.By(ResizeMethod.PillowBicubic, new MemoryRows(source, height, width), Size(golden, "to"));
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
}
