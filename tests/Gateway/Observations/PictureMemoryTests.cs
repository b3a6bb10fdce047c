using PolicyGate.Gateway.Errors;
using PolicyGate.Gateway.Observations;

namespace PolicyGate.Tests.Gateway.Observations;

public sealed class PictureMemoryTests
{
    private readonly PictureMemory _memory = new(limitBytes: 1000);

    [Fact]
    public void What_was_given_back_is_used_again()
    {
        byte[] first = Rent(400);
        _memory.Return(first);
        Rent(300).ShouldBeSameAs(first);
    }

    [Fact]
    public void A_small_picture_does_not_get_the_memory_of_a_large_one()
    {
        _memory.Return(Rent(600));
        Rent(100).Length.ShouldBe(100);
    }

    [Fact]
    public void All_pictures_together_never_have_more_than_the_limit()
    {
        Rent(600);
        byte[] second = Rent(400);
        GatewayError full = _memory.Rent(1, out _).ShouldNotBeNull();
        full.Code.ShouldBe(ErrorCode.Overloaded);
        full.Message.ShouldContain("at most 1000 (Limits:PictureBytes)");
        _memory.Return(second);
        Rent(400);
    }

    [Fact]
    public void Memory_that_lies_idle_makes_room_for_another_size()
    {
        byte[][] small = [Rent(300), Rent(300), Rent(300)];
        foreach (byte[] memory in small)
            _memory.Return(memory);
        Rent(1000).Length.ShouldBe(1000);
    }

    [Fact]
    public void A_picture_has_its_memory_until_its_observation_is_finished()
    {
        var observation = new Observation(new ObservationNeeds(["head"], Task: false), _memory);
        CameraImage picture = observation.Cameras[0];
        picture.Prepare(10, 20, out Span<byte> pixels).ShouldBeNull();
        pixels.Length.ShouldBe(600);
        pixels.Fill(7);
        picture.Read(9, 1, [], out ReadOnlySpan<byte> row).ShouldBeNull();
        row.ToArray().ShouldAllBe(value => value == 7);
        _memory.Rent(600, out _).ShouldNotBeNull();
        observation.Finish();
        Rent(600);
    }

    [Fact]
    public void A_picture_for_which_there_is_no_room_is_none()
    {
        var observation = new Observation(new ObservationNeeds(["head"], Task: false), _memory);
        observation.Cameras[0].Prepare(20, 20, out _).ShouldNotBeNull().Message.ShouldContain("1200 bytes");
        observation.Cameras[0].Present.ShouldBeFalse();
    }

    private byte[] Rent(int bytes)
    {
        _memory.Rent(bytes, out byte[] memory).ShouldBeNull();
        memory.Length.ShouldBeGreaterThanOrEqualTo(bytes);
        return memory;
    }
}
