using System.Net.Sockets;
using PolicyGate.Gateway.Configuration;
using PolicyGate.Gateway.Doctor;

namespace PolicyGate.Tests.Gateway.Doctor;

public sealed class SocketsCheckTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("policygate doctor-").FullName;

    private string SocketPath => Path.Combine(_folder, "policy.socket");

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void A_socket_can_be_made_where_nothing_is() => Made().ShouldHold(DoctorLevel.Ok, SocketPath, "can be made");

    [Fact]
    public void A_folder_that_is_not_there_hinders_and_is_named()
    {
        string path = Path.Combine(_folder, "none", "policy.socket");

        Diagnosis diagnosis = Check(new OpenArmWireConfig { Listen = path, Route = null! });

        DoctorFinding finding = diagnosis.ShouldHold(DoctorLevel.Error, path, "none is not there");
        finding.Mend.ShouldNotBeNull().ShouldStartWith("mkdir -p ");
        diagnosis.Ok.ShouldBeFalse();
    }

    [Fact]
    public void A_plain_file_in_its_place_hinders()
    {
        File.WriteAllText(SocketPath, "");

        Made().ShouldHold(DoctorLevel.Error, SocketPath, "no socket");
    }

    [Fact]
    public void One_left_over_is_information()
    {
        using (Socket abandoned = Bound())
            File.Move(SocketPath, SocketPath + ".kept"); // .NET removes the path that it bound.
        File.Move(SocketPath + ".kept", SocketPath);

        Made().ShouldHold(DoctorLevel.Information, SocketPath, "left over");
    }

    [Fact]
    public void One_that_listens_is_told_and_not_disturbed()
    {
        using Socket listener = Bound();
        listener.Listen();

        Made().ShouldHold(DoctorLevel.Warning, SocketPath, "listens there already");
        Met().ShouldHold(DoctorLevel.Ok, SocketPath, "a robot's node listens there");

        listener.Poll(TimeSpan.Zero, SelectMode.SelectRead).ShouldBeFalse("nobody has connected");
    }

    [Fact]
    public void One_to_connect_to_that_is_not_there_or_abandoned_waits_for_the_robot()
    {
        Met().ShouldHold(DoctorLevel.Warning, SocketPath, "no robot's node listens there");
        using Socket bound = Bound();
        Met().ShouldHold(DoctorLevel.Warning, SocketPath, "no robot's node listens there");
    }

    private Socket Bound()
    {
        var socket = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        socket.Bind(new UnixDomainSocketEndPoint(SocketPath));
        return socket;
    }

    private Diagnosis Made() => Check(new OpenArmWireConfig { Listen = SocketPath, Route = null! });

    private Diagnosis Met() => Check(new OpenArmWireConfig { Connect = SocketPath, Route = null! });

    private static Diagnosis Check(OpenArmWireConfig wire)
    {
        var diagnosis = new Diagnosis();
        SocketsCheck.Run([wire], ListeningSockets.Read(File.ReadLines(ListeningSockets.Table)), diagnosis);
        return diagnosis;
    }
}
