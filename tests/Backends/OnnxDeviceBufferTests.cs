using System.Runtime.InteropServices;
using PolicyGate.Abstractions;
using PolicyGate.Tests.Fixtures;
using static PolicyGate.Tests.Fixtures.OnnxModel;

namespace PolicyGate.Tests.Backends;

/// <summary>The way that tensors go to a GPU and back, with a CPU in its place.</summary>
public sealed class OnnxDeviceBufferTests : IDisposable
{
    private static readonly string Model = Repository.At("tests/data/act-tiny/model.onnx");
    private static readonly InferenceShape NothingFree = new(new Dictionary<string, int>());
    private static readonly RunArguments Arguments = new(1, 0, long.MaxValue, default, CancellationToken.None);

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("policygate-tests-");
    private readonly TestTensorAllocator _memory = new();

    public void Dispose() => _folder.Delete(recursive: true);

    [Fact]
    public void Each_run_sees_its_own_inputs_and_answers_as_without_copies()
    {
        using IPolicy direct = ShippedPlugins.Load("Onnx", Context(Model));
        using IPolicy copied = ShippedPlugins.Load("Onnx", Context(Model, ("DeviceBuffers", "true")));
        using IInference expected = direct.CreateInference(NothingFree);
        using IInference found = copied.CreateInference(NothingFree);

        for (int run = 0; run < 4; run++)
        {
            foreach (IInference inference in (IInference[])[expected, found])
            {
                for (int input = 0; input < direct.Signature.Inputs.Count; input++)
                    MemoryMarshal.Cast<byte, float>(inference.Input(input)).Fill((run - 1.5f) * (input + 1));
                inference.Run(Arguments).ShouldBe(RunResult.Ok);
            }
            found.Output(0).ToArray().ShouldBe(expected.Output(0).ToArray());
        }
    }

    [Fact]
    public void Two_inferences_of_one_policy_do_not_share_buffers()
    {
        using IPolicy policy = ShippedPlugins.Load("Onnx", Context(Echo(), ("DeviceBuffers", "true")));
        using IInference first = policy.CreateInference(NothingFree);
        using IInference second = policy.CreateInference(NothingFree);
        MemoryMarshal.Cast<byte, float>(first.Input(0)).Fill(1);
        MemoryMarshal.Cast<byte, float>(second.Input(0)).Fill(2);

        first.Run(Arguments).ShouldBe(RunResult.Ok);
        second.Run(Arguments).ShouldBe(RunResult.Ok);

        MemoryMarshal.Cast<byte, float>(first.Output(0)).ToArray().ShouldBe([1, 1, 1]);
        MemoryMarshal.Cast<byte, float>(second.Output(0)).ToArray().ShouldBe([2, 2, 2]);
    }

    [Fact]
    public void Copies_allocate_nothing_on_the_managed_heap()
    {
        using IPolicy policy = ShippedPlugins.Load("Onnx", Context(Model, ("DeviceBuffers", "true")));
        using IInference inference = policy.CreateInference(NothingFree);
        for (int i = 0; i < 50; i++)
            inference.Run(Arguments).ShouldBe(RunResult.Ok);

        RunStatus worst = RunStatus.Ok;
        Allocations.LeastOf(() =>
        {
            for (int i = 0; i < 20; i++)
                worst = (RunStatus)Math.Max((int)worst, (int)inference.Run(Arguments).Status);
        }).ShouldBe(0);
        worst.ShouldBe(RunStatus.Ok);
    }

    [Fact]
    public void The_hosts_memory_is_given_back()
    {
        IPolicy policy = ShippedPlugins.Load("Onnx", Context(Model, ("DeviceBuffers", "true")));
        policy.CreateInference(NothingFree).Dispose();
        policy.Dispose();
        _memory.Live.ShouldBe(0);
    }

    private string Echo()
    {
        string path = Path.Combine(_folder.FullName, "model.onnx");
        Save(path, "Identity", [new("observation.state", Float32, "1", "3")], [new("action", Float32, "1", "3")]);
        return path;
    }

    private PolicyContext Context(string model, params (string, string)[] options) =>
        TestContexts.Of(Path.GetDirectoryName(model)!, model, memory: _memory, options: options);
}
