using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using PolicyGate.Formats.LeRobot;
using PolicyGate.Formats.Pickle;
using PolicyGate.Tests.Fixtures;

namespace PolicyGate.Tests.Formats.LeRobot;

/// <summary>Observations as stock clients pickle them, against what Python found in them.</summary>
public sealed class TimedObservationReaderTests
{
    private readonly TimedObservationReader _reader = new(LeRobotGolden.Limits);

    public static TheoryData<string> Files => [.. LeRobotGolden.Files("observation")];

    [Theory]
    [MemberData(nameof(Files))]
    public void An_observation_has_all_that_the_robot_sent(string file)
    {
        JsonElement expected = LeRobotGolden.ValuesOf(file);

        _reader.Read(LeRobotGolden.Bytes(file)).ShouldBeNull();

        _reader.Module.ShouldBe(
            file.Contains("0.3.3") ? LeRobotModule.ScriptsServer : LeRobotModule.AsyncInference);
        _reader.Timestamp.ShouldBe(expected.GetProperty("timestamp").GetDouble());
        _reader.Timestep.ShouldBe(expected.GetProperty("timestep").GetInt64());
        _reader.MustGo.ShouldBe(expected.GetProperty("must_go").GetBoolean());
        foreach (JsonProperty item in expected.GetProperty("observation").EnumerateObject())
        {
            int value = _reader.Find(Encoding.UTF8.GetBytes(item.Name));
            value.ShouldBeGreaterThanOrEqualTo(0, item.Name);
            ShouldHold(value, item, expected);
        }
        _reader.Find("no such key"u8).ShouldBeLessThan(0);
    }

    [Theory]
    [InlineData("observation-480x640.pkl")]
    [InlineData("observation-480x640.protocol5.pkl")]
    [InlineData("observation-float32.pkl")]
    [InlineData("observation-float32.protocol0.pkl")]
    [InlineData("observation-float32.protocol2.pkl")]
    [InlineData("observation-fields.pkl")]
    [InlineData("observation-layouts.protocol5.pkl")]
    [InlineData("observation-torch.pkl")]
    public void Reading_allocates_nothing_once_warm(string file)
    {
        byte[] message = LeRobotGolden.Bytes($"lerobot-0.4.4_torch-2.13_numpy-2.4/{file}");
        _reader.Read(message).ShouldBeNull();

        Allocations.LeastOf(() =>
        {
            for (int i = 0; i < 100; i++)
            {
                _reader.Read(message);
                _reader.TryNumber(_reader.Find("gripper.pos"u8), out _);
                _reader.TryArray(_reader.Find("front"u8), out _);
                _reader.TryText(_reader.Find("task"u8), out _);
            }
        }).ShouldBe(0);
        _reader.TryText(_reader.Find("task"u8), out _).ShouldBeTrue();
    }

    [Fact]
    public void Pictures_are_views_of_the_message()
    {
        byte[] message = LeRobotGolden.Bytes("lerobot-0.4.4_torch-2.13_numpy-2.4/observation-480x640.pkl");
        _reader.Read(message).ShouldBeNull();

        _reader.TryArray(_reader.Find("front"u8), out PickleArray picture).ShouldBeTrue();

        picture.IsRowMajor.ShouldBeTrue();
        message.AsMemory().Span.Overlaps(picture.Data.Span).ShouldBeTrue();
    }

    [Fact]
    public void A_message_that_is_refused_leaves_nothing_to_be_found()
    {
        _reader.Read(LeRobotGolden.Bytes("hostile/not-hostile.pkl")).ShouldBeNull();
        _reader.Find("task"u8).ShouldBeGreaterThanOrEqualTo(0);

        _reader.Read(LeRobotGolden.Bytes("hostile/eval-as-joint.pkl")).ShouldNotBeNull();

        _reader.Find("task"u8).ShouldBeLessThan(0);
    }

    [Fact]
    public void Another_message_is_refused_by_name()
    {
        string[] others = [.. LeRobotGolden.Files("actions-1.pkl"), .. LeRobotGolden.Files("policy-config.pkl")];
        foreach (string file in others)
            _reader.Read(LeRobotGolden.Bytes(file)).ShouldNotBeNull().Message.ShouldContain("is not one that is read");
    }

    private void ShouldHold(int value, JsonProperty item, JsonElement expected)
    {
        JsonElement wanted = item.Value;
        bool typed = expected.TryGetProperty("types", out JsonElement types);
        string type = typed ? types.GetProperty(item.Name).GetString()! : wanted.ValueKind switch
        {
            JsonValueKind.Object => "ndarray",
            JsonValueKind.String => "str",
            _ => "float",
        };
        switch (type)
        {
            case "float" or "numpy.float64" or "numpy.float32":
                _reader.TryNumber(value, out double number).ShouldBeTrue(item.Name);
                if (typed)
                    BitsOf(type, number).ShouldBe(expected.GetProperty("bits").GetProperty(item.Name).GetString());
                else
                    number.ShouldBe(wanted.GetDouble());
                break;
            case "bool" or "int" or "numpy.int64":
                ShouldBeWhole(value, wanted);
                break;
            case "ndarray" or "torch.Tensor":
                ShouldBeArray(value, item);
                break;
            case "str":
                _reader.TryText(value, out ReadOnlySpan<byte> text).ShouldBeTrue(item.Name);
                Encoding.UTF8.GetString(text).ShouldBe(wanted.GetString());
                break;
            default:
                _reader.Describe(value).ShouldBe(type switch
                {
                    "NoneType" => "None", "list" => "a list", "tuple" => "a tuple", "dict" => "a dictionary",
                    _ => type,
                });
                _reader.TryNumber(value, out _).ShouldBeFalse();
                break;
        }
    }

    private static string BitsOf(string type, double number) => type == "numpy.float32"
        ? BitConverter.SingleToInt32Bits((float)number).ToString("x8")
        : BitConverter.DoubleToInt64Bits(number).ToString("x16");

    private void ShouldBeWhole(int value, JsonElement wanted)
    {
        bool fits = wanted.ValueKind is not JsonValueKind.String;
        _reader.TryNumber(value, out double number).ShouldBe(fits);
        if (!fits)
            _reader.Describe(value).ShouldBe("an integer of 72 bits");
        else if (wanted.ValueKind is JsonValueKind.Number)
            number.ShouldBe(wanted.GetInt64());
        else
            number.ShouldBe(wanted.GetBoolean() ? 1 : 0);
    }

    private void ShouldBeArray(int value, JsonProperty item)
    {
        bool isRead = item.Name != "big_endian";
        _reader.TryArray(value, out PickleArray array).ShouldBe(isRead, _reader.Describe(value));
        if (!isRead)
        {
            _reader.Describe(value).ShouldContain("big-endian");
            return;
        }
        int[] shape = [.. item.Value.GetProperty("shape").EnumerateArray().Select(side => side.GetInt32())];
        LeRobotGolden.ShapeOf(array).ShouldBe(shape);
        LeRobotGolden.TypeOf(array).ShouldBe(item.Value.GetProperty("dtype").GetString()!.Replace("torch.", ""));
        byte[] bytes = LeRobotGolden.RowMajor(array);
        if (array.IsRowMajor)
            array.Data.ToArray().ShouldBe(bytes);
        if (item.Value.TryGetProperty("sha256", out JsonElement sha))
        {
            Convert.ToHexStringLower(SHA256.HashData(bytes)).ShouldBe(sha.GetString(), item.Name);
            return;
        }
        float[] values = [.. item.Value.GetProperty("values").EnumerateArray().Select(v => (float)v.GetDouble())];
        for (int i = 0; i < values.Length; i++)
            BinaryPrimitives.ReadSingleLittleEndian(bytes.AsSpan(4 * i)).ShouldBe(values[i]);
    }
}
