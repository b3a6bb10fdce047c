namespace PolicyGate.Gateway.Demo;

/// <summary>What the stages of a tick are, in words.</summary>
internal static class StageNames
{
    /// <summary>Socket, JSON, and waking up on both sides.</summary>
    public const string Rest = "wire";

    /// <summary>Empty for a stage that this demo has not heard of.</summary>
    public static string Describe(string stage) => stage switch
    {
        "read" => "the observation file's needed ranges, read",
        "decode" => "those ranges found: Arrow footer, schema, batch",
        "wait" => "waiting for a free inference",
        "resize" => "pictures resized and normalised into the engine's memory",
        "run" => "the policy's engine",
        "shape" => "unnormalised, late rows left out, guarded",
        Rest => "socket, JSON and scheduling on both sides",
        _ => "",
    };
}
