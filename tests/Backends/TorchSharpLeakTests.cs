using PolicyGate.Abstractions;
using PolicyGate.Tests.Backends.Contract;
using PolicyGate.Tests.Fixtures;
using static PolicyGate.Tests.Fixtures.TorchModels;

namespace PolicyGate.Tests.Backends;

/// <summary>Alone in the process: the memory that is looked at is all of it.</summary>
[Collection(LeakTests.Name)]
public sealed class TorchSharpLeakTests
{
    [NeedsLibTorchFact]
    public void Two_hundred_loads_leave_no_memory_behind()
    {
        const int Rounds = 5;
        LoadAndRun(20);
        long least = long.MaxValue;
        for (int round = 0; round < Rounds; round++)
        {
            long before = Environment.WorkingSet;
            LoadAndRun(200 / Rounds);
            least = Math.Min(least, Environment.WorkingSet - before);
        }
        // What others have left behind goes or comes in a round or two; a module's code and graphs are 100 KB and more.
        (least >> 10).ShouldBeLessThan(2048);

        static void LoadAndRun(int times)
        {
            for (int i = 0; i < times; i++)
            {
                using IPolicy policy = ShippedPlugins.Load("TorchSharp", Method("pair"));
                using IInference inference = policy.CreateInference(NothingFree);
                inference.Run(Arguments).ShouldBe(RunResult.Ok);
            }
        }
    }
}
