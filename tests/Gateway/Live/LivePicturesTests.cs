using PolicyGate.Gateway.Live;
using PolicyGate.Gateway.Observations;
using PolicyGate.Tests.Fixtures;

namespace PolicyGate.Tests.Gateway.Live;

public sealed class LivePicturesTests
{
    private readonly ManualTime _time = new();
    private readonly Observation _observation = new(new ObservationNeeds(["head"], Task: false));
    private readonly LivePictures _pictures;

    public LivePicturesTests()
    {
        _time.Advance(TimeSpan.FromMinutes(1));
        _pictures = new LivePictures(_time);
    }

    [Fact]
    public void None_is_taken_where_nobody_asks()
    {
        Show(7);
        _pictures.Cameras.ShouldBe(["head"]);
        _pictures.Ask("head").ShouldNotBeNull().Png(out _).ShouldBeNull();
        Show(8);
        Shown().ShouldBe(8);
    }

    [Fact]
    public void One_a_second_is_taken_while_somebody_asks_and_none_afterwards()
    {
        Show(1);
        _pictures.Ask("head");
        Show(2);
        _time.Advance(TimeSpan.FromSeconds(0.5));
        Show(3);
        Shown().ShouldBe(2);
        _time.Advance(TimeSpan.FromSeconds(0.6));
        Show(4);
        Shown().ShouldBe(4);
        _time.Advance(TimeSpan.FromSeconds(6));
        Show(5);
        Shown().ShouldBe(4);
    }

    [Fact]
    public void A_large_one_is_made_small_in_its_own_shape()
    {
        Show(1);
        _pictures.Ask("head");
        Show(200, height: 720, width: 1280);
        PngPicture picture = Picture();
        (picture.Height, picture.Width).ShouldBe((180, 320));
        picture.Pixels.ShouldAllBe(value => value == 200);
    }

    [Fact]
    public void Another_camera_is_not_there() => _pictures.Ask("wrist").ShouldBeNull();

    private void Show(byte grey, int height = 4, int width = 6)
    {
        _observation.Now.Cameras[0].Prepare(height, width).Fill(grey);
        _pictures.Show(_observation);
    }

    private int Shown() => Picture().Pixels[0];

    private PngPicture Picture() => PngPicture.Read(_pictures.Ask("head")!.Png(out _)!);
}
