using System.Runtime.InteropServices;
using System.Text.Json;
using PolicyGate.Tests.Fixtures;
using PolicyGate.Tests.Gateway.Observations;

namespace PolicyGate.Tests.Functional.BadInput;

/// <summary>
/// A file that somebody changes while it is read, at every moment of a tick: before it is opened, between its footer
/// and its pictures, among the pictures, before it is asked whether it stayed as it was.
/// </summary>
public sealed class ChangingFilesTests : IAsyncLifetime
{
    private static readonly GoldenObservation Half = GoldenData.OpenArm("half");
    private static readonly double[][] Right = ActTinyAnswers.Of("half");

    private readonly MomentClock _clock = new();
    private readonly byte[] _old = GoldenData.Bytes(Half.File);
    private ServedGateway _gateway = null!;
    private RobotSocket _robot = null!;
    private string _line = null!;
    private string _path = null!;

    public async Task InitializeAsync()
    {
        _gateway = await ServedGateway.Start(ActTinyAnswers.Policy, time: _clock);
        _robot = _gateway.Connect();
        _line = GoldenRequest.For(Half, _gateway.Folder);
        _path = Path.Combine(_gateway.Folder, "half.arrow");
    }

    public async Task DisposeAsync()
    {
        _robot.Dispose();
        await _gateway.DisposeAsync();
    }

    [Fact]
    public void Removed()
    {
        (int answered, int refused) = AtEveryMoment(() => File.Delete(_path), Right);
        answered.ShouldBeGreaterThan(5, "once it is open it is whole");
        refused.ShouldBeGreaterThan(0);
    }

    [Fact]
    public void Replaced_by_another_that_takes_its_name()
    {
        double[][] other = AnswerOf(Another());
        (int answered, int refused) = AtEveryMoment(
            () =>
            {
                File.WriteAllBytes(_path + ".next", Another());
                File.Move(_path + ".next", _path, overwrite: true);
            },
            Right, other);
        answered.ShouldBeGreaterThan(5);
        refused.ShouldBe(0, "either of the two is whole");
    }

    [Fact]
    public void Rewritten_in_place_as_another_of_the_same_size()
    {
        double[][] other = AnswerOf(Another());
        (int answered, int refused) = AtEveryMoment(() => WriteInPlace(Another()), Right, other);
        answered.ShouldBeGreaterThan(0);
        refused.ShouldBeGreaterThan(5, "half of one and half of the other is nothing to act upon");
    }

    [Fact]
    public void Cut_in_half()
    {
        (int answered, int refused) = AtEveryMoment(() => SetLength(_old.Length / 2), Right);
        answered.ShouldBeGreaterThan(0);
        refused.ShouldBeGreaterThan(5);
    }

    [Fact]
    public void Emptied()
    {
        (int answered, int refused) = AtEveryMoment(() => SetLength(0), Right);
        answered.ShouldBeGreaterThan(0);
        refused.ShouldBeGreaterThan(5);
    }

    [Fact]
    public void Grown()
    {
        (int answered, int refused) = AtEveryMoment(() => SetLength(_old.Length * 2), Right);
        answered.ShouldBeGreaterThan(0);
        refused.ShouldBeGreaterThan(5);
    }

    /// <summary>Either refused or one of the whole answers, and the next tick is right; never anything else.</summary>
    private (int Answered, int Refused) AtEveryMoment(Action change, params double[][][] whole)
    {
        (int answered, int refused) = (0, 0);
        bool met = true;
        for (int moment = 1; met; moment++)
        {
            WriteOld();
            _clock.At(moment, change);
            JsonElement answer = _robot.Ask(_line);
            met = _clock.HasActed();
            if (answer.TryGetProperty("error", out _))
            {
                refused++;
            }
            else
            {
                whole.Min(expected => Differences.Largest(answer, expected)).ShouldBeLessThan(
                    1e-4, $"the file changed at the tick's moment {moment}");
                answered++;
            }
            WriteOld();
            ActTinyAnswers.ShouldBe(_robot.Ask(_line), Right);
        }
        return (answered, refused);
    }

    /// <summary>As the robot's node writes it, and long enough ago to be told from what is written now.</summary>
    private void WriteOld()
    {
        File.Delete(_path);
        File.WriteAllBytes(_path, _old);
        File.SetLastWriteTimeUtc(_path, new DateTime(2024, 1, 1, 0, 0, 0, DateTimeKind.Utc));
    }

    private void WriteInPlace(byte[] bytes)
    {
        using FileStream file = File.OpenWrite(_path);
        file.Write(bytes);
    }

    private void SetLength(long length)
    {
        using FileStream file = File.OpenWrite(_path);
        file.SetLength(length);
    }

    /// <summary>The same file, but every joint and every pixel of the policy's cameras are different ones.</summary>
    private byte[] Another()
    {
        byte[] another = [.. _old];
        using var reader = new GoldenReader(GoldenReader.PolicyCameras);
        reader.Read(Half).ShouldBeNull();
        foreach (byte[]? picture in reader.Pictures)
            Flip(another, picture, bits: 0xFF);
        // The lowest bits of each of a float's bytes: another number, no NaN.
        Flip(another, MemoryMarshal.AsBytes(Half.Position.AsSpan()), bits: 1);
        return another;
    }

    private double[][] AnswerOf(byte[] bytes)
    {
        File.WriteAllBytes(_path, bytes);
        JsonElement positions = _robot.Ask(_line).GetProperty("positions");
        double[][] other = positions.Deserialize<double[][]>()!;
        Differences.Largest(JsonSerializer.SerializeToElement(new { positions = other }), Right)
            .ShouldBeGreaterThan(1e-3, "the two must be told apart");
        return other;
    }

    private static void Flip(byte[] file, ReadOnlySpan<byte> part, byte bits)
    {
        int at = file.AsSpan().IndexOf(part);
        at.ShouldBeGreaterThan(0);
        foreach (ref byte value in file.AsSpan(at, part.Length))
            value ^= bits;
    }
}
