using PolicyGate.Abstractions;
using PolicyGate.Gateway.Limits;
using PolicyGate.Gateway.Policies;

namespace PolicyGate.Tests.Backends.Contract;

/// <summary>A policy folder, with the options and the device that it is loaded with.</summary>
/// <param name="Folder">Below <c>tests/data</c>, or absolute.</param>
/// <param name="Kinds">What the folder itself does not tell: all but <see cref="ContractKinds.File"/>,
/// <see cref="ContractKinds.Answers"/>, <see cref="ContractKinds.Batch"/> and <see cref="ContractKinds.Text"/>.</param>
/// <param name="Options">The backend's options for it.</param>
internal sealed record ContractPolicy(
    string Folder, ContractKinds Kinds = ContractKinds.Usual, params (string Key, string Value)[] Options)
{
    public string Device { get; init; } = "cpu";

    /// <summary>Tells two cases of one backend and folder apart, as by the version of a library.</summary>
    public string? Label { get; init; }

    public string Name => Path.IsPathRooted(Folder) ? Folder : Path.GetFileName(Folder);

    public string FullPath => Repository.At(Path.Combine("tests/data", Folder));

    /// <summary>The original's answers; null where nobody recorded any.</summary>
    public string? Answers
    {
        get
        {
            string folder = Path.IsPathRooted(Folder) ? Folder : Repository.At($"tests/data/contract/{Name}");
            string file = Path.Combine(folder, "expected.json");
            return File.Exists(file) ? file : null;
        }
    }

    /// <summary>As the host reads it.</summary>
    public PolicyDescription Read()
    {
        List<string> errors = [];
        PolicyDescription? description = PolicyFolderReader.Read(FullPath, new LimitsOptions(), errors);
        errors.ShouldBeEmpty();
        return description!;
    }

    /// <summary>Everything that a test can be about with it.</summary>
    public ContractKinds KindsFor(ContractBackend backend)
    {
        PolicyDescription description = Read();
        ContractKinds kinds = Kinds;
        if (description.Models.ContainsKey(backend.Name))
            kinds |= ContractKinds.File;
        if ((kinds & ContractKinds.File) == ContractKinds.File && Answers is not null)
            kinds |= ContractKinds.Answers;
        if (description.Declared.Inputs.Any(input => input.Shape.Any(dimension => dimension.Symbol is not null)))
            kinds |= ContractKinds.Batch;
        if (description.Declared.Inputs.Any(input => input.Type == ElementType.Utf8))
            kinds |= ContractKinds.Text;
        return kinds;
    }
}
