using System.Text;

namespace PolicyGate.Gateway.Configuration;

/// <summary>Where <c>policygate policies</c> reaches the gateway.</summary>
/// <param name="Socket">Absolute; null for the usual place.</param>
internal sealed record AdminConfig(string? Socket)
{
    // sockaddr_un has 108 bytes, the last of them NUL.
    private const int MostBytes = 107;

    /// <summary>Null where there is to be none.</summary>
    public static AdminConfig? Create(string path, AdminOptions options, ConfigurationErrors errors)
    {
        if (options.Socket is { } socket && Encoding.UTF8.GetByteCount(socket) > MostBytes)
        {
            errors.Add($"{path}:Socket",
                $"{socket} has {Encoding.UTF8.GetByteCount(socket)} bytes, and a socket's path at most {MostBytes}");
        }
        return options.On ? new AdminConfig(options.Socket) : null;
    }
}
