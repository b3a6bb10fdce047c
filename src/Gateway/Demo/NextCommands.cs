namespace PolicyGate.Gateway.Demo;

/// <summary>What a newcomer may try after the demo.</summary>
internal static class NextCommands
{
    public static IReadOnlyList<(string Command, string Does)> All { get; } =
    [
        ("./run sim", "closes the loop: a simulated arm, driven through the gateway"),
        ("./run serve --policy FOLDER --backend Onnx --socket /dev/shm/policy-server.socket",
            "serves a policy of yours to the stock OpenArm node"),
        ("./run inspect samples/policies/reach", "what is in a policy folder"),
        ("./run check", "every error of the configuration and its policies, without serving"),
        ("./run plugins", "the backends that are there"),
    ];
}
