using PolicyGate.RobotClient.Robots;

namespace PolicyGate.Tests.Fixtures;

/// <summary>A robot whose process is a few lines of bash: what it does for each call, and at its input's end.</summary>
/// <remarks>
/// They know <c>$id</c>, <c>$line</c> and <c>$folder</c>; <c>answer FIELDS</c> answers the request with them.
/// </remarks>
internal sealed record BashRobot
{
    /// <summary>Two joints, no camera.</summary>
    public const string Joints = """answer '"joints":["a.pos","b.pos"]'""";

    public string Connect { get; init; } = Joints;

    public string Observe { get; init; } = """answer '"position":[1,2.5]'""";

    public string Act { get; init; } = "answer";

    public string Disconnect { get; init; } = "answer";

    public string End { get; init; } = ":";

    public ProcessRobotOptions Options(Action<string>? said = null) => new()
    {
        Command = ["bash", "-c", Script],
        Said = said ?? (_ => { }),
        // A test waits for what does not come; a slow machine takes its time for the rest.
        EndTimeout = TimeSpan.FromSeconds(20),
        DisconnectTimeout = TimeSpan.FromSeconds(60),
        ObserveTimeout = TimeSpan.FromSeconds(60),
        ActTimeout = TimeSpan.FromSeconds(60),
    };

    private string Script => $$"""
        answer() { printf '{"id":%s%s}\n' "$id" "${1:+,$1}"; }
        while IFS= read -r line; do
            id=${line#*'"id":'} id=${id%%,*}
            call=${line#*'"call":"'} call=${call%%\"*}
            case $call in
            connect) folder=${line#*'"folder":"'} folder=${folder%%\"*}; {{Connect}} ;;
            observe) {{Observe}} ;;
            act) {{Act}} ;;
            disconnect) {{Disconnect}} ;;
            esac
        done
        {{End}}
        """;
}
