using System.Collections.Immutable;
using System.Net;

namespace PolicyGate.Gateway.Configuration;

/// <summary>The subnets whose peers may connect; loopback's always may.</summary>
internal sealed record PeerSubnets(ImmutableArray<IPNetwork> Subnets)
{
    public static PeerSubnets LoopbackOnly { get; } = new([]);

    public bool Allows(IPAddress peer)
    {
        // On [::] IPv4 comes in IPv6's clothes, which no list of subnets has.
        if (peer.IsIPv4MappedToIPv6)
            peer = peer.MapToIPv4();
        if (IPAddress.IsLoopback(peer))
            return true;
        foreach (IPNetwork subnet in Subnets)
        {
            if (subnet.Contains(peer))
                return true;
        }
        return false;
    }

    /// <param name="path">The list's key.</param>
    /// <param name="subnets">As <c>192.168.7.0/24</c>.</param>
    /// <param name="required">Whether an endpoint can be reached from other machines.</param>
    /// <param name="whose">Who is in them, for the message.</param>
    /// <param name="errors">Receives what is no subnet.</param>
    public static PeerSubnets Read(
        string path, IReadOnlyList<string> subnets, bool required, string whose, ConfigurationErrors errors)
    {
        List<IPNetwork> read = [];
        foreach ((int i, string? text) in subnets.Index())
        {
            if (IPNetwork.TryParse(text, out IPNetwork subnet))
                read.Add(subnet);
            else
                errors.Add($"{path}:{i}", $"expected a subnet, as 192.168.7.0/24, found '{text}'");
        }
        if (required && subnets.Count == 0)
        {
            errors.Add(path,
                $"missing: AllowRemote needs the subnets that {whose} are in, as [\"192.168.7.0/24\"]");
        }
        return new PeerSubnets([.. read]);
    }
}
