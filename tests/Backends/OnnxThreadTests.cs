using PolicyGate.Abstractions;
using PolicyGate.Tests.Fixtures;

namespace PolicyGate.Tests.Backends;

/// <summary>How many threads of the operating system policies cost.</summary>
public sealed class OnnxThreadTests : IDisposable
{
    // A native thread has the name of the thread that began it; 15 characters at most.
    private const string Prober = "onnx-threads";

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("policygate-tests-");

    public void Dispose() => _folder.Delete(recursive: true);

    [Fact]
    public void Large_policies_share_the_processs_threads_and_small_ones_need_none()
    {
        string small = Save("small");
        string large = Save("large");
        // Enough to be large; nothing reads it, and it takes no room.
        using (FileStream weights = File.Create(large + ".data"))
            weights.SetLength(17 << 20);
        // The process's own threads, begun by whoever loads the first policy.
        ShippedPlugins.Load("Onnx", Context(small)).Dispose();

        ThreadsOfFour(large).ShouldBe(("shared", 0));
        ThreadsOfFour(small).ShouldBe(("1", 0));
        ThreadsOfFour(large, ("IntraOpThreads", "3")).ShouldBe(("3", 4 * 2));
    }

    /// <summary>What four policies say of their threads, and how many there are more while they are loaded.</summary>
    private static (string Said, int Threads) ThreadsOfFour(string model, params (string, string)[] options)
    {
        (string, int) found = default;
        var prober = new Thread(() =>
        {
            int before = Count();
            PolicyContext context = Context(model, options);
            IPolicy[] policies = [.. Enumerable.Range(0, 4).Select(_ => ShippedPlugins.Load("Onnx", context))];
            found = (policies[0].Identity.Properties["intra_op_threads"], Count() - before);
            foreach (IPolicy policy in policies)
                policy.Dispose();
        })
        {
            Name = Prober,
        };
        prober.Start();
        prober.Join(TimeSpan.FromSeconds(30)).ShouldBeTrue();
        return found;
    }

    private static int Count() => Directory.EnumerateDirectories("/proc/self/task").Count(IsProbers);

    private static bool IsProbers(string task)
    {
        try
        {
            return File.ReadAllText(Path.Combine(task, "comm")).TrimEnd() == Prober;
        }
        catch (IOException)
        {
            // Another test's thread that has just ended.
            return false;
        }
    }

    private string Save(string name)
    {
        string path = Path.Combine(_folder.FullName, $"{name}.onnx");
        OnnxModel.Save(
            path, "Identity", [new("observation.state", OnnxModel.Float32, "3")],
            [new("action", OnnxModel.Float32, "3")]);
        return path;
    }

    private static PolicyContext Context(string model, params (string, string)[] options) =>
        TestContexts.Of(Path.GetDirectoryName(model)!, model, options: options);
}
