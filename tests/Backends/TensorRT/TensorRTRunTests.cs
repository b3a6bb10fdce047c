using PolicyGate.Abstractions;
using PolicyGate.Tests.Fixtures;

namespace PolicyGate.Tests.Backends.TensorRT;

/// <summary>The shipped plugin on the doubles of both majors: answers, graphs, shapes, threads.</summary>
public sealed class TensorRTRunTests
{
    [NeedsFakeGpuTheory]
    [InlineData(10, "true")]
    [InlineData(10, "false")]
    [InlineData(11, "true")]
    [InlineData(11, "false")]
    public void Each_run_answers_its_own_inputs(int major, string graph)
    {
        using FakeGpu gpu = new(major);
        using (IPolicy policy = gpu.Load(FakeEngines.Ramp, null, ("CudaGraph", graph)))
        {
            using IInference one = policy.CreateInference();
            using IInference other = policy.CreateInference();
            for (int i = 0; i < 5; i++)
            {
                one.ShouldAnswer(i);
                other.ShouldAnswer(-i);
            }
        }
        gpu.ShouldBeClean();
    }
}
