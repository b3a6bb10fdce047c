using System.Text.Json.Nodes;
using PolicyGate.Gateway.Errors;
using PolicyGate.Gateway.Policies;

namespace PolicyGate.Tests.Gateway.Policies;

public sealed class ModelFilesTests
{
    [Fact]
    public void The_first_file_that_is_there_is_chosen_whatever_the_case_of_the_backend()
    {
        using var policy = new TemporaryPolicy();
        policy.Json["models"]!["Onnx"] = new JsonArray("model.fp16.onnx", "model.onnx");

        ModelFiles.Choose(policy.Read(), "ONNX", out string? path).ShouldBeNull();

        path.ShouldBe(Path.Combine(policy.Folder, "model.onnx"));
    }

    [Fact]
    public void A_file_of_the_chosen_backend_that_is_missing_is_named()
    {
        using var policy = new TemporaryPolicy();

        GatewayError error = ModelFiles.Choose(policy.Read(), "TorchSharp", out string? path).ShouldNotBeNull();

        path.ShouldBeNull();
        error.Code.ShouldBe(ErrorCode.NotFound);
        error.Message.ShouldContain("names model.pt for the backend TorchSharp");
        error.Message.ShouldContain(policy.Folder);
    }

    [Fact]
    public void A_backend_that_the_policy_does_not_name_gets_no_file()
    {
        using var policy = new TemporaryPolicy();

        ModelFiles.Choose(policy.Read(), "Scripted", out string? path).ShouldBeNull();

        path.ShouldBeNull();
    }

    [Fact]
    public void A_folder_without_any_of_its_model_files_is_refused()
    {
        using var policy = new TemporaryPolicy();
        File.Delete(Path.Combine(policy.Folder, "model.onnx"));

        policy.Errors().ShouldHaveSingleItem().ShouldStartWith(
            $"policy.json models: none of the files is there: {policy.Folder}/model.onnx, {policy.Folder}/model.pt");
    }
}
