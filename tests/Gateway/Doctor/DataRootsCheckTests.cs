using PolicyGate.Gateway.Doctor;
using PolicyGate.Gateway.Linux;

namespace PolicyGate.Tests.Gateway.Doctor;

public sealed class DataRootsCheckTests : IDisposable
{
    private const UnixFileMode OwnerOnly =
        UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute;

    private readonly string _root = Directory.CreateTempSubdirectory("policygate-doctor-").FullName;
    private readonly string _node;

    public DataRootsCheckTests()
    {
        _node = Path.Combine(_root, "dora-openarm-local-policy-serverab12");
        Directory.CreateDirectory(_node, OwnerOnly);
    }

    public void Dispose() => Directory.Delete(_root, recursive: true);

    [Fact]
    public void A_nodes_folder_of_our_own_can_be_read() =>
        Check(LibC.GetEffectiveUserId()).ShouldHold(DoctorLevel.Ok, _node, "can be read");

    [Fact]
    public void A_nodes_folder_of_another_user_is_told_with_both()
    {
        uint owner = LibC.GetEffectiveUserId();
        uint other = owner + 1000;

        DoctorFinding finding = Check(other).ShouldHold(
            DoctorLevel.Warning, _node, $"uid {owner}, mode 700: uid {other} cannot read");

        finding.Mend.ShouldNotBeNull().ShouldContain("as root");
    }

    [Fact]
    public void Root_may_read_them_all() => Check(0).ShouldHold(DoctorLevel.Ok, _node, "can be read");

    [Fact]
    public void Other_folders_are_nobodys_business()
    {
        Directory.CreateDirectory(Path.Combine(_root, "pulse"));

        Check(12345).Findings.ShouldNotContain(finding => finding.Subject.EndsWith("pulse"));
    }

    [Fact]
    public void A_root_that_is_not_there_is_information()
    {
        var diagnosis = new Diagnosis();
        DataRootsCheck.Run([Path.Combine(_root, "none")], 0, diagnosis);

        diagnosis.ShouldHold(DoctorLevel.Information, Path.Combine(_root, "none"), "is not there");
    }

    private Diagnosis Check(uint user)
    {
        var diagnosis = new Diagnosis();
        DataRootsCheck.Run([_root, _root], user, diagnosis);
        return diagnosis;
    }
}
