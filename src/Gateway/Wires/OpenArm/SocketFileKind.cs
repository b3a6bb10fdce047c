namespace PolicyGate.Gateway.Wires.OpenArm;

/// <summary>What lies where a socket is to be.</summary>
internal enum SocketFileKind
{
    Absent,

    Socket,

    /// <summary>A plain file, a folder, a link: never ours to remove.</summary>
    Other,
}
