using PolicyGate.Abstractions;

namespace PolicyGate.Gateway.Workers;

/// <summary>What lies where in an inference's region; both sides compute the same.</summary>
/// <remarks>
/// Marks of the outputs, room for texts, the arena from which the backend's tensors are allocated, and room for copies
/// of those that the backend has placed elsewhere. Pages that nobody touches cost nothing.
/// </remarks>
internal sealed class RegionLayout
{
    /// <summary>Outputs of one model; 256 have a page of marks.</summary>
    public const int MaximumOutputs = 256;

    private const long Page = 4096;

    // Tensors beside the model's own that a backend may want: scratch, second buffers.
    private const long ArenaSlack = 1 << 20;

    private readonly long[] _texts;
    private readonly long[] _copiedInputs;
    private readonly long[] _copiedOutputs;

    /// <exception cref="PolicyLoadException">A free dimension has no size.</exception>
    public RegionLayout(PolicySignature signature, InferenceShape shape, int textBytes)
    {
        TextBytes = textBytes;
        long end = Page;
        _texts = new long[signature.Inputs.Count];
        TextRows = new int[signature.Inputs.Count];
        for (int i = 0; i < _texts.Length; i++)
        {
            if (signature.Inputs[i].Type is not ElementType.Utf8)
                continue;
            TextRows[i] = checked((int)shape.Elements(signature.Inputs[i]));
            _texts[i] = end;
            end = RoundUp(end + (TextRows[i] * TextStride));
        }
        InputBytes = [.. signature.Inputs.Select(spec => BytesOf(spec, shape))];
        OutputBytes = [.. signature.Outputs.Select(spec => BytesOf(spec, shape))];
        long tensors = InputBytes.Sum(RoundUp) + OutputBytes.Sum(RoundUp);
        Arena = end;
        ArenaBytes = tensors + ArenaSlack;
        end += ArenaBytes;
        _copiedInputs = Place(InputBytes, ref end);
        _copiedOutputs = Place(OutputBytes, ref end);
        Bytes = end;
    }

    /// <summary>Of the whole region.</summary>
    public long Bytes { get; }

    public long Arena { get; }

    public long ArenaBytes { get; }

    /// <summary>Dense; 0 for text.</summary>
    public long[] InputBytes { get; }

    /// <summary>Dense; 0 where nothing gives the size of an output that nobody reads.</summary>
    public long[] OutputBytes { get; }

    /// <summary>Room for one text.</summary>
    public int TextBytes { get; }

    /// <summary>How many texts an input has; 0 for other inputs.</summary>
    public int[] TextRows { get; }

    private long TextStride => RoundUp((2 * sizeof(int)) + TextBytes);

    /// <summary>Where a text's count of changes stands; its length and its bytes follow.</summary>
    public long Text(int input, int row)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(row);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(row, TextRows[input]);
        return _texts[input] + (row * TextStride);
    }

    /// <summary>Where an input lies that the backend has placed elsewhere.</summary>
    public long CopiedInput(int index) => _copiedInputs[index];

    /// <summary>Where an output is copied to that the backend has placed elsewhere.</summary>
    public long CopiedOutput(int index) => _copiedOutputs[index];

    /// <summary>Whether what a worker says of its inputs can be true.</summary>
    public bool Fits(IReadOnlyList<long> inputs)
    {
        if (inputs.Count != InputBytes.Length)
            return false;
        for (int i = 0; i < inputs.Count; i++)
        {
            bool isText = TextRows[i] > 0;
            if (isText ? inputs[i] != -1 : inputs[i] < Page || inputs[i] > Bytes - InputBytes[i])
                return false;
        }
        return true;
    }

    private static long[] Place(long[] sizes, ref long end)
    {
        var places = new long[sizes.Length];
        for (int i = 0; i < sizes.Length; i++)
        {
            places[i] = end;
            end += RoundUp(sizes[i]);
        }
        return places;
    }

    private static long BytesOf(TensorSpec spec, InferenceShape shape) =>
        spec.Role is TensorRole.Auxiliary && spec.Shape.Any(size => size.Symbol is { } s && !shape.Sizes.ContainsKey(s))
            ? 0
            : checked((long)shape.Elements(spec) * spec.Type.Size());

    private static long RoundUp(long bytes) => (bytes + Page - 1) & ~(Page - 1);
}
