namespace PolicyGate.Gateway.Wires.OpenArm;

/// <summary>What a request line asks for.</summary>
internal enum OpenArmRequestKind
{
    /// <summary><c>{"name":"inference", …}</c>.</summary>
    Inference,

    /// <summary><c>{"ping":true}</c>: asks whether the policy is warm.</summary>
    Ping,
}
