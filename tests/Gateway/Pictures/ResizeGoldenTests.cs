using System.Runtime.InteropServices;
using System.Security.Cryptography;
using PolicyGate.Gateway.Pictures;
using PolicyGate.Gateway.Policies;
using PolicyGate.Tests.Fixtures;

namespace PolicyGate.Tests.Gateway.Pictures;

/// <summary>Every word of <c>resize</c>, against the program that it stands for.</summary>
public sealed class ResizeGoldenTests
{
    [Fact]
    public void Every_word_is_held_against_its_program()
    {
        ResizeGolden.All.Select(golden => golden.Resize).Append("none").Distinct()
            .ShouldBe(ResizeWords.All, ignoreOrder: true);
    }

    [Fact]
    public void Bytes_are_the_programs_on_every_path()
    {
        ResizeGolden[] goldens = [.. ResizeGolden.All.Where(golden => golden.Sha256 is not null)];
        goldens.ShouldNotBeEmpty();
        foreach (ResizeGolden golden in goldens)
        {
            foreach (BytePasses passes in (BytePasses[])[BytePasses.Best, new PortablePasses()])
            {
                byte[] found = Resized.By(golden.Method, golden.Source, golden.Size, passes);

                Convert.ToHexStringLower(SHA256.HashData(found)).ShouldBe(golden.Sha256, $"{passes} {golden}");
            }
        }
    }

    [Fact]
    public void Floats_are_the_programs_within_its_own_differences()
    {
        ResizeGolden[] goldens = [.. ResizeGolden.All.Where(golden => golden.Values is not null)];
        goldens.ShouldNotBeEmpty();
        foreach (ResizeGolden golden in goldens)
        {
            byte[] expected = GoldenData.Bytes($"resize/{golden.Values}");
            byte[] found = Resized.By(golden.Method, golden.Source, golden.Size);

            Largest(MemoryMarshal.Cast<byte, float>(found), MemoryMarshal.Cast<byte, float>(expected), golden.Unit)
                .ShouldBeLessThanOrEqualTo(golden.Tolerance, golden.ToString());
        }
    }

    private static double Largest(ReadOnlySpan<float> found, ReadOnlySpan<float> expected, double unit)
    {
        expected.Length.ShouldBe((found.Length + ResizeGolden.Step - 1) / ResizeGolden.Step);
        double largest = 0;
        for (int i = 0; i < expected.Length; i++)
            largest = Math.Max(largest, Math.Abs((found[i * ResizeGolden.Step] * unit) - expected[i]));
        return largest;
    }
}
