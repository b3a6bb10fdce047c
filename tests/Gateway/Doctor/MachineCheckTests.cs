using PolicyGate.Gateway.Doctor;
using PolicyGate.Gateway.Limits;
using PolicyGate.Gateway.Linux;

namespace PolicyGate.Tests.Gateway.Doctor;

/// <summary>Machines that are not at hand, told to the checks.</summary>
public sealed class MachineCheckTests
{
    private readonly Diagnosis _diagnosis = new();

    [Theory]
    [InlineData("1024                 4096", true)]
    [InlineData("768                  4096", true)]
    [InlineData("767                  4096", false)]
    [InlineData("unlimited            unlimited", true)]
    public void Open_files_are_counted_against_the_robots_that_may_come(string allowed, bool enough)
    {
        string[] table = ["Limit  Soft Limit  Hard Limit  Units", $"Max open files            {allowed}  files"];

        DescriptorsCheck.Run(table, wires: 1, new LimitsOptions(), _diagnosis);

        _diagnosis.ShouldHold(enough ? DoctorLevel.Ok : DoctorLevel.Warning, "open files", "768 needed");
    }

    [Fact]
    public void Each_wire_has_its_robots()
    {
        DescriptorsCheck.Run(
            ["Max open files  1000  1000 files"], wires: 3, new LimitsOptions { Connections = 100 }, _diagnosis);

        _diagnosis.ShouldHold(DoctorLevel.Ok, "open files", "856 needed");
    }

    [Fact]
    public void A_clock_that_follows_a_server_is_told_with_its_error()
    {
        ClockCheck.Judge(new ClockStatus { Status = 1, MaximumErrorMicroseconds = 12_340 }, _diagnosis);

        _diagnosis.ShouldHold(DoctorLevel.Ok, "clock", "12.3 ms");
    }

    [Fact]
    public void A_clock_that_nobody_sets_is_a_warning()
    {
        ClockCheck.Judge(new ClockStatus { Status = ClockStatus.Unsynchronised }, _diagnosis);

        _diagnosis.ShouldHold(DoctorLevel.Warning, "clock", "not set by NTP").Mend.ShouldNotBeNull()
            .ShouldContain("timedatectl");
    }

    [Fact]
    public void A_gpu_that_nobody_needs_is_information_and_one_that_a_policy_needs_hinders()
    {
        GraphicsCheck.Judge([], driver: false, needed: false, _diagnosis);
        _diagnosis.ShouldHold(DoctorLevel.Information, "GPU", "none");
        _diagnosis.Ok.ShouldBeTrue();

        var needed = new Diagnosis();
        GraphicsCheck.Judge(["/dev/nvidia0"], driver: false, needed: true, needed);
        needed.ShouldHold(DoctorLevel.Error, "GPU", "/dev/nvidia0, but not its driver's library libcuda.so.1");
        needed.Ok.ShouldBeFalse();
    }

    [Fact]
    public void A_library_that_is_missing_is_information_with_the_line_that_installs_it()
    {
        LibrariesCheck.Check("libnone-of-this-name.so.1", "observations compressed with it", "libnone1", _diagnosis);

        _diagnosis.ShouldHold(DoctorLevel.Information, "libnone-of-this-name.so.1", "not found").Mend
            .ShouldBe("sudo apt-get install -y libnone1");
    }

    [Fact]
    public void Shared_memory_that_is_missing_or_small_is_a_warning()
    {
        MemoryCheck.CheckShared("/no-such-folder", _diagnosis);
        _diagnosis.ShouldHold(DoctorLevel.Warning, "/no-such-folder", "is not there");

        MemoryCheck.CheckSize("/dev/shm", 64L << 20, _diagnosis);
        _diagnosis.ShouldHold(DoctorLevel.Warning, "/dev/shm", "64 MiB free").Mend.ShouldNotBeNull()
            .ShouldContain("--shm-size");
    }

    [Fact]
    public void One_core_and_narrow_vectors_are_warnings()
    {
        ProcessorCheck.CheckCores(1, _diagnosis);
        ProcessorCheck.CheckVectors(0, _diagnosis);

        _diagnosis.ShouldHold(DoctorLevel.Warning, "cores", "1: ");
        _diagnosis.ShouldHold(DoctorLevel.Warning, "vectors", "slower");
    }

    [Fact]
    public void What_was_found_cannot_break_a_line()
    {
        _diagnosis.Good("a\u001b[31m", "one\ntwo");

        _diagnosis.Findings[0].Subject.ShouldBe("a?[31m");
        _diagnosis.Findings[0].Found.ShouldBe("one; two");
    }
}
