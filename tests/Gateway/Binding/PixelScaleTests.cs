using PolicyGate.Abstractions;
using PolicyGate.Gateway.Binding;
using PolicyGate.Gateway.Policies;

namespace PolicyGate.Tests.Gateway.Binding;

public sealed class PixelScaleTests
{
    private const int Height = 16;
    private const int Width = 33;

    private static readonly NormalizationDescription ImageNet = new(
        NormalizationMode.MeanStd, [0.485f, 0.456f, 0.406f], [0.229f, 0.224f, 0.225f], 1e-8f);

    // Every value of every channel, and a number of pixels that fits no batch.
    private static readonly byte[] Pixels =
        [.. Enumerable.Range(0, Height * Width).SelectMany(i => (byte[])[(byte)i, (byte)(255 - i), (byte)(i * 7)])];

    /// <summary>The type, whether channels come last, whether pixels are scaled and normalised.</summary>
    public static TheoryData<ElementType, bool, bool> Forms
    {
        get
        {
            var forms = new TheoryData<ElementType, bool, bool>();
            foreach (ElementType type in
                (ElementType[])[ElementType.Float32, ElementType.Float16, ElementType.BFloat16, ElementType.Int8])
            {
                for (int form = 0; form < 4; form++)
                    forms.Add(type, form % 2 == 0, form / 2 == 0);
            }
            return forms;
        }
    }

    [Theory]
    [MemberData(nameof(Forms))]
    public void Each_value_is_the_plain_arithmetic_rounded_to_the_type_in_its_place(
        ElementType type, bool channelsLast, bool scaled)
    {
        TensorDescription input = Input(type, channelsLast, scaled);

        Apply(input).ShouldBe(Expected(input));
    }

    [Theory]
    [MemberData(nameof(Forms))]
    public void A_picture_of_floats_is_treated_as_one_of_bytes(
        ElementType type, bool channelsLast, bool scaled)
    {
        TensorDescription input = Input(type, channelsLast, scaled);
        float[] values = [.. Pixels.Select(pixel => (float)pixel)];
        byte[] found = new byte[Pixels.Length * type.Size()];

        new PixelScale(input).ApplyFloats(values, found);

        found.ShouldBe(Apply(input));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void A_model_of_bytes_gets_the_bytes(bool channelsLast)
    {
        TensorDescription input = Input(ElementType.UInt8, channelsLast, scaled: false);

        Apply(input).ShouldBe(InLayout(input.Layout, Pixels));
    }

    private static byte[] Apply(TensorDescription input)
    {
        byte[] found = new byte[Pixels.Length * input.Spec.Type.Size()];
        new PixelScale(input).Apply(Pixels, found);
        return found;
    }

    private static byte[] Expected(TensorDescription input)
    {
        NormalizationDescription normalize = input.Normalize;
        float[] values = new float[Pixels.Length];
        for (int i = 0; i < values.Length; i++)
        {
            values[i] = input.UnitScale ? Pixels[i] / 255f : Pixels[i];
            if (normalize.Mode is NormalizationMode.MeanStd)
                values[i] = (values[i] - normalize.First[i % 3]) / (normalize.Second[i % 3] + normalize.Epsilon);
        }
        byte[] cells = new byte[values.Length * input.Spec.Type.Size()];
        FloatCells.Write(input.Spec.Type, InLayout(input.Layout, values), cells);
        return cells;
    }

    private static T[] InLayout<T>(ImageLayout layout, T[] hwc) => layout is ImageLayout.Hwc
        ? hwc
        : [.. Enumerable.Range(0, 3).SelectMany(channel => hwc.Where((_, i) => i % 3 == channel))];

    private static TensorDescription Input(ElementType type, bool channelsLast, bool scaled) => new()
    {
        Spec = new TensorSpec("observation.images.head", TensorRole.Image, type, [1, 3, Height, Width]),
        Layout = channelsLast ? ImageLayout.Hwc : ImageLayout.Chw,
        UnitScale = scaled,
        Normalize = scaled ? ImageNet : NormalizationDescription.Identity,
    };
}
