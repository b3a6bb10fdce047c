using System.Text.Json;

namespace PolicyGate.Tests.Fixtures;

/// <summary>The simulated arm, moved by LeRobot's own client with <c>reach</c>.</summary>
internal static class LeRobotArm
{
    // Six seconds an episode at most, and a client of its own for each.
    private static readonly TimeSpan Episode = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    /// <returns>Episodes, successes, mean_steps, errors and more, as <c>arm_loop.py</c> tells them.</returns>
    public static Task<JsonElement> Drive(string address, int episodes, int seed) =>
        PythonProgram.Run("lerobot", Patience + (episodes * Episode), "tests/peers/lerobot/arm_loop.py",
            "--address", address, "--episodes", $"{episodes}", "--seed", $"{seed}");
}
