using System.Runtime.InteropServices;
using PolicyGate.Formats.Pickle;

namespace PolicyGate.Formats.LeRobot;

/// <summary>Writes pictures as NumPy arrays, uint8 [height, width, 3], of one pickle.</summary>
[StructLayout(LayoutKind.Auto)]
internal struct NumPyPictureWriter(NumPyModule module)
{
    // Where in the memo the parts are that all arrays share; 0 before they were written.
    private int _reconstruct;
    private int _numpy;
    private int _array;
    private int _letter;
    private int _type;

    public void Write(ref PickleWriter pickle, LeRobotPicture picture)
    {
        if (picture.Pixels.Length != picture.Height * picture.Width * 3)
            throw new ArgumentException($"{picture.Name}: {picture.Pixels.Length} bytes", nameof(picture));
        WriteEmptyArray(ref pickle);
        pickle.MarkTuple();
        pickle.Integer(1);
        pickle.Integer(picture.Height);
        pickle.Integer(picture.Width);
        pickle.Integer(3);
        pickle.Tuple(3);
        WriteType(ref pickle);
        pickle.Boolean(false);
        pickle.Bytes(picture.Pixels.Length);
        pickle.Append(picture.Pixels.Span);
        pickle.Memoize();
        pickle.TupleOfMarked();
        pickle.Build();
    }

    /// <summary>The call <c>_reconstruct(ndarray, (0,), b'b')</c>.</summary>
    private void WriteEmptyArray(ref PickleWriter pickle)
    {
        ReadOnlySpan<byte> multiarray =
            module == NumPyModule.Core ? "numpy.core.multiarray"u8 : "numpy._core.multiarray"u8;
        pickle.Global(multiarray, "_reconstruct"u8, ref _reconstruct);
        if (_array == 0)
            WriteArrayClass(ref pickle);
        else
            pickle.Refer(_array);
        pickle.Integer(0);
        pickle.Tuple(1);
        if (_letter == 0)
        {
            pickle.Bytes(1);
            pickle.Append("b"u8);
            _letter = pickle.Memoize();
        }
        else
        {
            pickle.Refer(_letter);
        }
        pickle.Tuple(3);
        pickle.Reduce();
    }

    private void WriteArrayClass(ref PickleWriter pickle)
    {
        pickle.Text("numpy"u8, ref _numpy);
        pickle.Text("ndarray"u8);
        _array = pickle.GlobalOfTexts();
    }

    /// <summary>The call <c>dtype('u1', False, True)</c> and its state; the same object for all arrays.</summary>
    private void WriteType(ref PickleWriter pickle)
    {
        if (_type != 0)
        {
            pickle.Refer(_type);
            return;
        }
        pickle.Text("numpy"u8, ref _numpy);
        pickle.Text("dtype"u8);
        pickle.GlobalOfTexts();
        pickle.Text("u1"u8);
        pickle.Boolean(false);
        pickle.Boolean(true);
        pickle.Tuple(3);
        _type = pickle.Reduce();
        pickle.MarkTuple();
        pickle.Integer(3);
        pickle.Text("|"u8);
        pickle.None();
        pickle.None();
        pickle.None();
        pickle.Integer(-1);
        pickle.Integer(-1);
        pickle.Integer(0);
        pickle.TupleOfMarked();
        pickle.Build();
    }
}
