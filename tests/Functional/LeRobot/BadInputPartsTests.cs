using PolicyGate.Formats.Grpc;
using PolicyGate.Tests.Fixtures;

namespace PolicyGate.Tests.Functional.LeRobot;

/// <summary>Streams of parts that no client makes: each is refused as a whole, and the next one is answered.</summary>
public sealed class BadInputPartsTests(BesetLeRobot beset) : IClassFixture<BesetLeRobot>, IAsyncLifetime
{
    private const long Timestep = 5;
    private const string States = "?BME";

    private LeRobotRobot _robot = null!;

    public async Task InitializeAsync() => _robot = await beset.Robot();

    /// <summary>The same robot goes on at once, and nobody else has noticed.</summary>
    public async Task DisposeAsync()
    {
        await BesetLeRobot.ShouldAnswer(_robot, Timestep);
        _robot.Dispose();
        await beset.Good.ShouldBeUndisturbed();
    }

    [Theory]
    [InlineData("", "the stream is empty, expected END")]
    [InlineData("B", "the last part is missing, expected END")]
    [InlineData("BM", "the last part is missing, expected END")]
    [InlineData("M", "is MIDDLE, expected BEGIN, or END")]
    [InlineData("ME", "is MIDDLE, expected BEGIN, or END")]
    [InlineData("MBE", "is MIDDLE, expected BEGIN, or END")]
    [InlineData("BB", "is BEGIN, expected MIDDLE or END")]
    [InlineData("BMBE", "is BEGIN, expected MIDDLE or END")]
    [InlineData("BEE", "a part comes after END, expected the stream's end")]
    [InlineData("BEM", "a part comes after END, expected the stream's end")]
    [InlineData("EB", "a part comes after END, expected the stream's end")]
    [InlineData("?", "is UNKNOWN, expected BEGIN, MIDDLE or END")]
    [InlineData("B?E", "is UNKNOWN, expected BEGIN, MIDDLE or END")]
    public async Task Parts_in_an_order_that_is_none(string order, string reason)
    {
        byte[] pickle = _robot.Observation(Timestep, mustGo: true, 0.25);
        byte[][] pieces = [.. pickle.Chunk((pickle.Length / Math.Max(order.Length, 1)) + 1)];

        GrpcAnswer answer = await Send(order.Select((state, i) => LeRobotRobot.Part(States.IndexOf(state), pieces[i])));

        BesetLeRobot.ShouldBeRefused(answer, GrpcStatusCode.InvalidArgument, reason);
    }

    [Theory]
    [InlineData("BE", 0, 2)]
    [InlineData("BE", 1, 2)]
    [InlineData("BME", 2, 1, 0)]
    [InlineData("BME", 1, 0, 2)]
    [InlineData("BME", 0, 0, 2)]
    [InlineData("BMME", 0, 1, 1, 2)]
    public async Task A_piece_that_is_missing_twice_there_or_elsewhere(string order, params int[] pieces)
    {
        byte[] pickle = _robot.Observation(Timestep, mustGo: true, 0.25);
        byte[][] three = [.. pickle.Chunk((pickle.Length / 3) + 1)];

        GrpcAnswer answer = await Send(
            order.Select((state, i) => LeRobotRobot.Part(States.IndexOf(state), three[pieces[i]])));

        BesetLeRobot.ShouldBeUnreadable(answer);
    }

    [Theory]
    [InlineData("", "is UNKNOWN")]
    [InlineData("0803")]
    [InlineData("08031200")]
    [InlineData("08")]
    [InlineData("0804", "is UNKNOWN")]
    [InlineData("08FFFFFFFFFFFFFFFFFF01", "is UNKNOWN")]
    [InlineData("08FFFFFFFFFFFFFFFFFFFF01")]
    [InlineData("080312")]
    [InlineData("080312057A")]
    [InlineData("080312FFFFFFFF07")]
    [InlineData("080312FFFFFFFFFFFFFFFFFF01")]
    [InlineData("08031A00")]
    [InlineData("0D03000000")]
    [InlineData("1203010203", "is UNKNOWN")]
    [InlineData("0B0C")]
    [InlineData("00")]
    [InlineData("FFFFFFFF")]
    public async Task A_part_that_is_no_part(string message, string reason = "")
    {
        GrpcAnswer answer = await Send([Convert.FromHexString(message)]);

        BesetLeRobot.ShouldBeRefused(answer, GrpcStatusCode.InvalidArgument, reason);
    }

    [Fact]
    public async Task A_state_behind_its_data_is_as_good_as_one_before_it()
    {
        byte[] data = LeRobotRobot.DataMessage(2, _robot.Observation(Timestep, mustGo: true, 0.25));

        (await Send([[.. data, 0x08, 0x03]])).Good();
        (await _robot.Actions())[0].Values[0].ShouldBe(0.25f);
    }

    [Fact]
    public async Task Many_parts_of_nothing_are_no_observation()
    {
        IEnumerable<byte[]> parts = Enumerable.Repeat(LeRobotRobot.Part(2, []), 10_000);

        GrpcAnswer answer = await Send([LeRobotRobot.Part(1, []), .. parts, LeRobotRobot.Part(3, [])]);

        answer.Code.ShouldBe(GrpcStatusCode.InvalidArgument, answer.Status.Message);
    }

    [Fact]
    public async Task One_byte_a_part_is_slow_and_right()
    {
        byte[] pickle = _robot.Observation(Timestep, mustGo: true, 0.25);

        (await Send(LeRobotRobot.Parts(pickle, partBytes: 1))).Good();
        (await _robot.Actions())[0].Timestep.ShouldBe(Timestep);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    public async Task More_than_the_limit_is_refused_before_it_is_all_there(int parts)
    {
        byte[] data = new byte[(BesetLeRobot.ObservationBytes / parts) + 1];
        var upload = new GrpcUpload();
        for (int i = 0; i < parts; i++)
            upload.Message(LeRobotRobot.Part(i == 0 ? 1 : 2, data));

        // Its end never comes.
        GrpcAnswer answer = await _robot.Client.Call(BesetLeRobot.SendObservations, upload);

        BesetLeRobot.ShouldBeRefused(answer, GrpcStatusCode.ResourceExhausted, "Limits:ObservationBytes");
        upload.End();
    }

    [Fact]
    public async Task A_part_that_says_to_be_of_two_gigabytes_takes_no_memory_for_them()
    {
        long before = GC.GetTotalMemory(forceFullCollection: false);
        // A message of 2^31 - 1 bytes, its data likewise, of which a few come.
        byte[] begun = [0, 0x7F, 0xFF, 0xFF, 0xFF, 0x08, 0x01, 0x12, 0xF0, 0xFF, 0xFF, 0xFF, 0x07, 1, 2, 3];

        GrpcAnswer answer = await _robot.Client.Call(
            BesetLeRobot.SendObservations, new GrpcUpload().Raw(begun).End());

        answer.Code.ShouldBeOneOf(
            GrpcStatusCode.ResourceExhausted, GrpcStatusCode.InvalidArgument, GrpcStatusCode.Internal);
        (GC.GetTotalMemory(forceFullCollection: false) - before).ShouldBeLessThan(64 << 20);
    }

    private Task<GrpcAnswer> Send(IEnumerable<byte[]> parts) =>
        _robot.Client.Stream(BesetLeRobot.SendObservations, parts);
}
