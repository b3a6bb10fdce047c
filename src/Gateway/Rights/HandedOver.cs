using System.Globalization;
using System.Net.Sockets;
using PolicyGate.Gateway.Linux;

namespace PolicyGate.Gateway.Rights;

/// <summary>
/// What the program hands itself when it starts itself anew with fewer rights: whom it is to be, and robots'
/// connections, made before so that a failure can still be told to them.
/// </summary>
/// <param name="Owner">Whom.</param>
/// <param name="Connections">Descriptors, in the order of the wires.</param>
internal sealed record HandedOver(FileOwner Owner, IReadOnlyList<int> Connections)
{
    /// <summary>USER:GROUP:DESCRIPTOR:DESCRIPTOR...</summary>
    public const string Variable = "POLICYGATE_HANDED_OVER";

    private static readonly CultureInfo Plain = CultureInfo.InvariantCulture;

    /// <summary>What was handed over, once; null where nothing was.</summary>
    public static HandedOver? Take()
    {
        if (Environment.GetEnvironmentVariable(Variable) is not { Length: > 0 } text)
            return null;
        // Workers are not to believe that it was for them.
        Environment.SetEnvironmentVariable(Variable, null);
        string[] parts = text.Split(':');
        var owner = new FileOwner(uint.Parse(parts[0], Plain), uint.Parse(parts[1], Plain));
        int[] connections = [.. parts[2..].Select(part => int.Parse(part, Plain))];
        foreach (int descriptor in connections)
            _ = LibC.FileControl(descriptor, LibC.F_SETFD, LibC.FD_CLOEXEC);
        return new HandedOver(owner, connections);
    }

    /// <summary>The connections as sockets, which the caller owns.</summary>
    public IReadOnlyList<Socket> Sockets =>
        [.. Connections.Select(descriptor => new Socket(new SafeSocketHandle(descriptor, ownsHandle: true)))];

    public override string ToString() =>
        string.Create(Plain, $"{Owner.User}:{Owner.Group}:{string.Join(':', Connections)}");
}
