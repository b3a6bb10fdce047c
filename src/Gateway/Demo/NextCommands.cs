namespace PolicyGate.Gateway.Demo;

/// <summary>What a newcomer may try after the demo.</summary>
internal static class NextCommands
{
    private const string Program = "policygate";

    // ./run says so where it was typed; a release has the program alone.
    private static readonly string Typed = Environment.GetEnvironmentVariable("POLICYGATE_TYPED") ?? Program;

    public static IReadOnlyList<(string Command, string Does)> All { get; } =
    [
        .. Typed == Program
            ? Array.Empty<(string, string)>()
            : [($"{Typed} sim", "closes the loop: a simulated arm, driven through the gateway")],
        ($"{Typed} serve --policy FOLDER --backend Onnx --socket /dev/shm/policy-server.socket",
            "serves a policy of yours to the stock OpenArm node"),
        ($"{Typed} inspect samples/policies/reach", "what is in a policy folder"),
        ($"{Typed} check", "every error of the configuration and its policies, without serving"),
        ($"{Typed} plugins", "the backends that are there"),
    ];
}
