namespace PolicyGate.Onnx;

/// <summary>A model's files.</summary>
internal static class ModelFile
{
    /// <summary>The model and its weights beside it, by custom in <c>NAME.data</c> or <c>NAME_data</c>.</summary>
    public static IEnumerable<FileInfo> All(string modelPath)
    {
        var model = new FileInfo(modelPath);
        return model.Directory!.EnumerateFiles(model.Name + "*");
    }

    public static long Bytes(string modelPath) => All(modelPath).Sum(file => file.Length);
}
