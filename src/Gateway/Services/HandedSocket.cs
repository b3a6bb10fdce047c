using System.Net.Sockets;

namespace PolicyGate.Gateway.Services;

/// <summary>A listening socket that the service manager has made and keeps.</summary>
/// <param name="Socket">Ours to close; the file that it made is not ours to remove.</param>
/// <param name="Place">As <c>descriptor 3 ('policygate@reach.socket', /run/policygate/reach.socket)</c>.</param>
/// <param name="Name">As the service manager calls it; empty where it does not.</param>
/// <param name="Address">A path, or <c>ADDRESS:PORT</c>.</param>
internal sealed record HandedSocket(Socket Socket, string Place, string Name, string Address);
