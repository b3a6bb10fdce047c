using PolicyGate.Gateway.Configuration;
using PolicyGate.Gateway.Linux;
using PolicyGate.Gateway.Wires.OpenArm;

namespace PolicyGate.Gateway.Doctor;

/// <summary>Whether each configured socket can be made or connected to.</summary>
internal static class SocketsCheck
{
    /// <param name="wires">As configured.</param>
    /// <param name="listening">As <see cref="ListeningSockets"/> tells.</param>
    /// <param name="diagnosis">Receives the findings.</param>
    public static void Run(
        IEnumerable<OpenArmWireConfig> wires, IReadOnlySet<string> listening, Diagnosis diagnosis)
    {
        foreach (OpenArmWireConfig wire in wires)
        {
            try
            {
                if (wire.Listen is { } made)
                    CheckMade(made, listening, diagnosis);
                else
                    CheckMet(wire.SocketPath, listening, diagnosis);
            }
            catch (IOException failure)
            {
                diagnosis.Hinder(
                    wire.SocketPath, failure.Message, "open its folder to this user, or choose another path");
            }
        }
    }

    private static void CheckMade(string path, IReadOnlySet<string> listening, Diagnosis diagnosis)
    {
        string folder = Path.GetDirectoryName(path) ?? "/";
        if (!Directory.Exists(folder))
        {
            diagnosis.Hinder(path, $"the folder {folder} is not there", $"mkdir -p {folder}");
            return;
        }
        if (LibC.Access(folder, LibC.W_OK | LibC.X_OK) != 0)
        {
            diagnosis.Hinder(
                path, $"this user cannot make a socket in {folder}",
                $"run the gateway as the owner of {folder}, or choose another path (Listen)");
            return;
        }
        switch (SocketFile.At(path).Kind)
        {
            case SocketFileKind.Absent:
                diagnosis.Good(path, "can be made");
                break;
            case SocketFileKind.Other:
                diagnosis.Hinder(path, "something that is no socket is there", "remove it, or choose another path");
                break;
            default:
                if (listening.Contains(path))
                {
                    diagnosis.Warn(
                        path, "a process listens there already, perhaps a gateway that is running",
                        "stop it before another starts (ss -xlp names it), or choose another path");
                }
                else
                {
                    diagnosis.Tell(path, "left over by a process that has ended; serve removes it");
                }
                break;
        }
    }

    private static void CheckMet(string path, IReadOnlySet<string> listening, Diagnosis diagnosis)
    {
        if (SocketFile.At(path).Kind is not SocketFileKind.Socket || !listening.Contains(path))
        {
            // No error: the robot starts the gateway once it listens.
            diagnosis.Warn(
                path, "no robot's node listens there", "start the robot's node first; it makes the socket (Connect)");
        }
        else if (LibC.Access(path, LibC.W_OK) != 0)
        {
            diagnosis.Hinder(
                path, "this user may not connect", "run the gateway as the node's user or as root");
        }
        else
        {
            diagnosis.Good(path, "a robot's node listens there");
        }
    }
}
