using PolicyGate.Abstractions;
using PolicyGate.Tests.Fixtures;

namespace PolicyGate.Tests.Backends;

/// <summary>A policy folder for the Scripted backend, and the clock that its policies go by.</summary>
internal sealed class ScriptedFolder : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("policygate-tests-");

    public ManualTime Time { get; } = new();

    public static PolicySignature Declared(int rows, int joints) => new(
        [
            new TensorSpec("observation.state", TensorRole.State, ElementType.Float32, [1, joints]),
            new TensorSpec("observation.images.front", TensorRole.Image, ElementType.Float32, [1, 3, 2, 2]),
            new TensorSpec("task", TensorRole.Task, ElementType.Utf8, [1]),
        ],
        [new TensorSpec("action", TensorRole.Action, ElementType.Float32, [1, rows, joints])]);

    public ScriptedRobot Start(PolicySignature declared, params (string, string)[] options) =>
        Start(declared, Time, options);

    public ScriptedRobot Start(PolicySignature declared, TimeProvider time, params (string, string)[] options) =>
        new(ShippedPlugins.Load("Scripted", Context(declared, options) with { Time = time }));

    public string Refusal(PolicySignature? declared, params (string, string)[] options) =>
        ShippedPlugins.Refusal("Scripted", Context(declared, options));

    /// <returns>The name, for the options.</returns>
    public string Write(string name, params string[] lines)
    {
        File.WriteAllLines(Path.Combine(_folder.FullName, name), lines);
        return name;
    }

    public void Dispose() => _folder.Delete(recursive: true);

    private PolicyContext Context(PolicySignature? declared, (string, string)[] options) =>
        TestContexts.Of(_folder.FullName, null, declared, options: options);
}
