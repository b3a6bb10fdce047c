namespace PolicyGate.Formats.Pickle;

/// <summary>What names mean in a pickle: which it may have, and what becomes of them. Nothing is called.</summary>
internal abstract class PickleScope
{
    /// <summary>GLOBAL and STACK_GLOBAL.</summary>
    public abstract FormatFault? Global(
        ReadOnlySpan<byte> module, ReadOnlySpan<byte> name, int at, out PickleNode value);

    /// <summary>REDUCE.</summary>
    /// <param name="callee">Any value.</param>
    /// <param name="arguments">Any value.</param>
    /// <param name="at">Of the opcode.</param>
    /// <param name="value">Index of what it makes.</param>
    public abstract FormatFault? Reduce(int callee, int arguments, int at, out int value);

    /// <summary>NEWOBJ.</summary>
    /// <param name="type">Any value.</param>
    /// <param name="arguments">Any value.</param>
    /// <param name="at">Of the opcode.</param>
    /// <param name="value">Index of what it makes.</param>
    public abstract FormatFault? NewObject(int type, int arguments, int at, out int value);

    /// <summary>BUILD.</summary>
    /// <param name="target">Any value.</param>
    /// <param name="state">Any value.</param>
    /// <param name="at">Of the opcode.</param>
    public abstract FormatFault? Build(int target, int state, int at);

    /// <summary>BINPERSID.</summary>
    /// <param name="id">Any value.</param>
    /// <param name="at">Of the opcode.</param>
    /// <param name="value">What it refers to.</param>
    public abstract FormatFault? Persistent(int id, int at, out PickleNode value);
}
