using PolicyGate.Gateway.Configuration;
using PolicyGate.Gateway.Rights;

namespace PolicyGate.Gateway.Doctor;

/// <summary>As whom a gateway would serve that is started as root to connect to robots.</summary>
internal static class RightsCheck
{
    private const string Subject = "rights";

    /// <param name="config">What would be served.</param>
    /// <param name="user">As whom it would be started.</param>
    /// <param name="diagnosis">Receives the finding, where there is one.</param>
    public static void Run(GatewayConfig config, uint user, Diagnosis diagnosis)
    {
        // A socket that is not there is told by the check of sockets.
        if (user != 0 || !StartRights.Applies(config) || !config.OpenArm.All(wire => File.Exists(wire.SocketPath)))
            return;
        if (StartRights.FindOwner(config, out FileOwner owner) is { } odd)
            diagnosis.Hinder(Subject, odd.Message, "docs/rights.md");
        else
            diagnosis.Good(Subject, $"started as root it serves as {owner}, the owner of the robot's socket");
    }
}
