using PolicyGate.Gateway.Limits;
using PolicyGate.Gateway.Policies;

namespace PolicyGate.Tests.Gateway.Policies;

/// <summary>Which of the plugins that are there runs a folder, where nobody says it.</summary>
public sealed class BackendChoiceTests : IDisposable
{
    // With models for Onnx and for TorchSharp.
    private static readonly string Reach = Repository.At("samples/policies/reach");

    private readonly DirectoryInfo _plugins = Directory.CreateTempSubdirectory("policygate-test-");

    public void Dispose() => _plugins.Delete(recursive: true);

    [Theory]
    [InlineData("Scripted", "Scripted")]
    [InlineData("Scripted,TorchSharp", "TorchSharp")]
    [InlineData("Onnx,Scripted,TensorRT", "Onnx")]
    [InlineData("Onnx,Scripted,TorchSharp", "Onnx")]
    public void The_only_one_that_is_there_or_has_a_model_else_onnx(string plugins, string expected)
    {
        Choose(Reach, plugins, out string? undecided).ShouldBe(expected);
        undecided.ShouldBeNull();
    }

    [Fact]
    public void Where_none_has_a_model_both_sides_are_listed()
    {
        Choose(Reach, "Scripted,TensorRT", out string? undecided).ShouldBeNull();

        undecided.ShouldNotBeNull().ShouldContain("there are Scripted, TensorRT");
        undecided.ShouldContain("models for Onnx, TorchSharp");
    }

    [Fact]
    public void A_folder_that_cannot_be_read_is_left_to_loading_to_complain_of()
    {
        Choose("/nonexistent", "Onnx,Scripted", out string? undecided).ShouldBe("Onnx");
        undecided.ShouldBeNull();
    }

    private string? Choose(string folder, string plugins, out string? undecided)
    {
        foreach (string plugin in plugins.Split(','))
        {
            Directory.CreateSymbolicLink(
                Path.Combine(_plugins.FullName, plugin), Repository.At($"artifacts/plugins/{plugin}"));
        }
        return BackendChoice.For(folder, _plugins.FullName, new LimitsOptions(), out undecided);
    }
}
