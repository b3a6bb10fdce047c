using PolicyGate.RobotClient.Robots.Processes;

namespace PolicyGate.Tests.RobotClient.Robots.Processes;

public sealed class ObservationFileTests : IDisposable
{
    private readonly string _path = Path.GetTempFileName();

    public ObservationFileTests() => File.WriteAllBytes(_path, [1, 2, 3, 4]);

    public void Dispose() => File.Delete(_path);

    [Fact]
    public void Its_bytes_are_read_by_position()
    {
        using var file = new ObservationFile(maximumBytes: 4);
        file.Open(_path).ShouldBeNull();
        byte[] bytes = new byte[2];

        file.Length.ShouldBe(4);
        file.Read(1, bytes).ShouldBeNull();
        bytes.ShouldBe([2, 3]);
        file.CheckUnchanged().ShouldBeNull();
    }

    [Fact]
    public void One_that_is_written_to_meanwhile_is_found_out()
    {
        using var file = new ObservationFile(maximumBytes: 4);
        file.Open(_path).ShouldBeNull();
        File.WriteAllBytes(_path, [1, 2, 3]);

        file.CheckUnchanged().ShouldNotBeNull().ShouldContain("it was written to while it was read");
        file.Read(0, new byte[4]).ShouldNotBeNull().Message.ShouldContain("it ends at byte 3 of 4: it was cut short");
    }

    [Fact]
    public void One_that_is_too_large_is_refused()
    {
        using var file = new ObservationFile(maximumBytes: 3);

        file.Open(_path).ShouldBe("it has 4 bytes, at most 3 are read");
    }
}
