using PolicyGate.Abstractions;

namespace PolicyGate.Tests.Backends.Contract;

/// <summary>Model files that are none, or none any more.</summary>
public sealed class DamagedModelTests : IDisposable
{
    private const int Places = 30, PlacesOfCostlyLoads = 4;
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("policygate-tests-");

    public void Dispose() => _folder.Delete(recursive: true);

    [ContractTheory, ContractCases(ContractKinds.Usual | ContractKinds.File, ManyLoads = true)]
    public void What_is_no_model_is_refused_by_its_path(ContractCase tested)
    {
        string missing = Path.Combine(_folder.FullName, "missing" + Extension(tested));
        string folder = _folder.CreateSubdirectory("a-folder").FullName;
        string[] files =
        [
            missing,
            folder,
            Path.Combine(folder, "model" + Extension(tested), "below-nothing"),
            Write(tested, "empty", []),
            Write(tested, "noise", [0xFF, 0x00, 0xDE, 0xAD, 0xBE, 0xEF]),
            Write(tested, "zeros", new byte[4096]),
            Write(tested, "picture", [0x89, .. "PNG\r\n\x1a\n"u8, .. new byte[100]]),
            Write(tested, "page", "<!DOCTYPE html><html><body>404 Not Found</body></html>"u8),
            Write(tested, "pointer", "version https://git-lfs.github.com/spec/v1\noid sha256:0\nsize 1\n"u8),
        ];

        foreach (string file in files)
            Refusal(tested, file).ShouldNotBeNull($"{file} was loaded").ShouldContain(file);
    }

    [ContractTheory, ContractCases(ContractKinds.Usual | ContractKinds.File, ManyLoads = true)]
    public void A_model_cut_short_anywhere_is_refused_by_its_path_or_runs(ContractCase tested)
    {
        byte[] whole = File.ReadAllBytes(Model(tested));
        int places = PlacesFor(tested);
        IEnumerable<int> lengths = Enumerable.Range(1, places).Select(i => (int)((long)i * whole.Length / (places + 1)))
            .Concat([1, 2, 3, 4, 8, 16, 64])
            .Concat(Enumerable.Range(1, 8).Select(less => whole.Length - less))
            .Where(length => length > 0 && length < whole.Length).Distinct()
            .Take(tested.Source.LoadsAreCheap ? int.MaxValue : places);

        foreach (int length in lengths)
            RefusedOrRuns(tested, Write(tested, $"first-{length}", whole.AsSpan(0, length)));
    }

    [ContractTheory, ContractCases(ContractKinds.Usual | ContractKinds.File, ManyLoads = true)]
    public void A_model_with_one_wrong_byte_is_refused_by_its_path_or_runs(ContractCase tested)
    {
        byte[] whole = File.ReadAllBytes(Model(tested));
        int places = PlacesFor(tested);
        Random random = new(6);
        for (int i = 0; i < places; i++)
        {
            // Half of them at the beginning, where formats have their structure.
            int place = random.Next(i % 2 == 0 ? whole.Length : Math.Min(whole.Length, 256));
            byte[] wrong = [.. whole];
            wrong[place] ^= (byte)(1 << random.Next(8));
            RefusedOrRuns(tested, Write(tested, $"byte-{place}", wrong));
        }
    }

    [ContractTheory, ContractCases(ContractKinds.Usual | ContractKinds.File, ManyLoads = true)]
    public void A_whole_model_loads_after_all_those(ContractCase tested)
    {
        Refusal(tested, Write(tested, "noise", [1, 2, 3])).ShouldNotBeNull();

        Refusal(tested, Write(tested, "copy", File.ReadAllBytes(Model(tested)))).ShouldBeNull();
    }

    private static int PlacesFor(ContractCase tested) =>
        tested.Source.LoadsAreCheap ? Places : PlacesOfCostlyLoads;

    private static void RefusedOrRuns(ContractCase tested, string file) =>
        Refusal(tested, file)?.ShouldContain(file);

    /// <summary>Loads and runs once, whatever comes of it.</summary>
    /// <returns>Null where it was loaded.</returns>
    private static string? Refusal(ContractCase tested, string file)
    {
        var loading = Task.Factory.StartNew(
            () =>
            {
                using LoadedPolicy? policy = tested.TryLoad(
                    context => context with { ModelPath = file }, out string? refusal);
                if (policy is not null)
                    RunOnce(policy);
                return refusal;
            },
            CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);
        loading.Wait(Patience).ShouldBeTrue($"loading {file} hangs");
        return loading.Result;
    }

    private static void RunOnce(LoadedPolicy policy)
    {
        try
        {
            using IInference inference = policy.CreateInference();
            policy.Fill(inference, seed: 1);
            RunStatus status = inference.Run(policy.Arguments).Status;
            status.ShouldBeOneOf(RunStatus.Ok, RunStatus.Failed, RunStatus.InvalidInput);
        }
        catch (PolicyLoadException refused)
        {
            refused.Message.ShouldNotBeNullOrWhiteSpace();
        }
    }

    private string Write(ContractCase tested, string name, ReadOnlySpan<byte> content)
    {
        string path = Path.Combine(_folder.FullName, name + Extension(tested));
        File.WriteAllBytes(path, content);
        return path;
    }

    private static string Model(ContractCase tested) =>
        tested.Context(new Fixtures.TestTensorAllocator()).ModelPath.ShouldNotBeNull();

    private static string Extension(ContractCase tested) => Path.GetExtension(Model(tested));
}
