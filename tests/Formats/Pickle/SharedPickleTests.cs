using System.Diagnostics;
using PolicyGate.Formats;
using PolicyGate.Formats.LeRobot;
using PolicyGate.Tests.Formats.LeRobot;
using static PolicyGate.Tests.Formats.Pickle.PickleScript;

namespace PolicyGate.Tests.Formats.Pickle;

/// <summary>Few bytes that refer to one large value thousands of times: read in the time of the large value.</summary>
public sealed class SharedPickleTests
{
    // Read anew each time, any of these takes several seconds.
    private const int Times = 15_000;

    private static readonly byte[] Again = Raw("h\u0001");

    /// <summary>Entries that nobody asks for, in front of those that are looked for.</summary>
    private static readonly byte[] Filler = Join(
        [Join(Text("x"), Raw("q\u0002N")), .. Enumerable.Repeat(Raw("h\u0002N"), Times)]);

    [Fact]
    public void A_feature_under_thousands_of_names()
    {
        byte[] feature = Join(
            Dictionary(Filler, Text("dtype"), Text("image"), Text("shape"), Shape(4, 6, 3)), Raw("q\u0001"));
        byte[][] names = [.. Enumerable.Range(0, Times).Select(i => Join(Text($"camera {i}"), Again))];
        byte[] message = Join(
            Object("RemotePolicyConfig", Text("policy_type"), Text("act"), Text("pretrained_name_or_path"), Text("p"),
                Text("actions_per_chunk"), Integer(5),
                Text("lerobot_features"), Dictionary(Text("first"), feature, Join(names))),
            Raw("."));
        RemotePolicyConfig? config = null;

        ShouldBeSoon(() => RemotePolicyConfigReader.Read(message, LeRobotGolden.Limits, out config));

        config.ShouldNotBeNull().Features.Count.ShouldBe(Times + 1);
        config.Features[Times].Name.ShouldBe($"camera {Times - 1}");
        config.Features[Times].Shape.ShouldBe([4, 6, 3]);
    }

    [Fact]
    public void A_list_of_one_action_thousands_of_times()
    {
        byte[] action = Join(
            Object("TimedAction", Filler, Text("timestamp"), Float(1.5), Text("timestep"), Integer(2),
                Text("action"), FromBuffer(new byte[8], "f4", Shape(2), "C")),
            Raw("q\u0001"));
        byte[] message = Join(Raw("]("), action, Join([.. Enumerable.Repeat(Again, Times)]), Raw("e."));
        IReadOnlyList<TimedAction> actions = [];

        ShouldBeSoon(() => TimedActionsReader.Read(message, LeRobotGolden.Limits, out actions));

        actions.Count.ShouldBe(Times + 1);
        actions[Times].Values.ShouldBe([0, 0]);
    }

    [Fact]
    public void A_long_text_encoded_thousands_of_times()
    {
        byte[] text = Join(Text(new string('a', 16 << 20)), Raw("q\u0001"));
        byte[] encode = Join(
            Raw("0"), Global("_codecs", "encode"), Again, Text("latin1"), [0x86], Raw("R"));
        byte[] message = Observation(Text("x"), Join(text, Join([.. Enumerable.Repeat(encode, Times / 2)])));
        var reader = new TimedObservationReader(LeRobotGolden.Limits);

        ShouldBeSoon(() => reader.Read(message));

        reader.Describe(reader.Find("x"u8)).ShouldBe("bytes");
    }

    private static void ShouldBeSoon(Func<FormatFault?> read)
    {
        long start = Stopwatch.GetTimestamp();

        FormatFault? fault = read();

        Stopwatch.GetElapsedTime(start).ShouldBeLessThan(TimeSpan.FromSeconds(1));
        fault.ShouldBeNull();
    }
}
