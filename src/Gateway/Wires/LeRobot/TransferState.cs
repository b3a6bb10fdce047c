namespace PolicyGate.Gateway.Wires.LeRobot;

/// <summary>Which part of an observation a message is, by its number on the wire.</summary>
internal enum TransferState
{
    Unknown,
    Begin,
    Middle,
    End,
}
