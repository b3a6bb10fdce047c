using System.Text;
using PolicyGate.Gateway.Errors;
using PolicyGate.Gateway.Limits;
using PolicyGate.Gateway.Observations;
using PolicyGate.Tests.Fixtures;
using PolicyGate.Tests.Formats.Arrow;

namespace PolicyGate.Tests.Gateway.Observations;

/// <summary>
/// Files broken at random, read as a session reads them, decompressed by the system's libraries: an observation within
/// the limits, or an error that names the file.
/// </summary>
/// <remarks>With <c>POLICYGATE_MUTANTS=10</c> in the environment there are ten times as many.</remarks>
public sealed class ObservationMutationTests : IDisposable
{
    private const int Mutants = 150;

    private static readonly LimitsOptions Limits = new() { ObservationBytes = 1 << 20, ArrowMetadataBytes = 1 << 16 };

    private readonly string _root = Directory.CreateTempSubdirectory("policygate-mutants-").FullName;

    public static TheoryData<string> Files => [.. ArrowMutant.Files];

    [Theory]
    [MemberData(nameof(Files))]
    public void Broken_observations_are_within_the_limits_or_refused(string file)
    {
        var mutant = new ArrowMutant(GoldenData.Bytes(file), seed: file.Length + 1);
        string path = Path.Combine(_root, "mutant.arrow");
        byte[] sentPath = Encoding.UTF8.GetBytes(path);
        using FileStream target = File.Create(path);
        using var reader = new GoldenReader(GoldenReader.PolicyCameras, limits: Limits, roots: [_root]);
        int refused = 0;
        for (int i = 0; i < Mutants * ArrowMutant.Factor; i++)
        {
            mutant.Next();
            target.SetLength(0);
            RandomAccess.Write(target.SafeFileHandle, mutant.Bytes.AsSpan(0, mutant.Length), 0);
            GatewayError? error = reader.Read(sentPath);
            if (error is null)
            {
                ShouldBeWithinTheLimits(reader);
                continue;
            }
            refused++;
            error.Message.ShouldStartWith($"observation {path}: ");
            error.Code.ShouldBeOneOf(ErrorCode.InvalidArgument, ErrorCode.Unsupported, ErrorCode.Overloaded);
            reader.Observation.Position.Length.ShouldBe(0);
        }
        refused.ShouldBeGreaterThan(Mutants / 20);
    }

    public void Dispose() => Directory.Delete(_root, recursive: true);

    private static void ShouldBeWithinTheLimits(GoldenReader reader)
    {
        Observation read = reader.Observation;
        read.Position.Length.ShouldBeInRange(1, Limits.Positions);
        foreach (float position in read.Position)
            float.IsFinite(position).ShouldBeTrue();
        read.Task.Length.ShouldBeInRange(0, Limits.TaskBytes);
        foreach (CameraImage camera in read.Cameras)
        {
            camera.Bytes.ShouldBe(camera.Height * camera.Width * 3);
            camera.Bytes.ShouldBeInRange(3, (int)Limits.ObservationBytes);
        }
    }
}
