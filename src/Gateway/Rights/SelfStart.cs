using System.Runtime.InteropServices;
using System.Text;
using PolicyGate.Gateway.Errors;
using PolicyGate.Gateway.Linux;

namespace PolicyGate.Gateway.Rights;

/// <summary>The program in place of itself, with the rights of another.</summary>
/// <remarks>
/// Not a change of rights within: capabilities and NoNewPrivs are each thread's own, and .NET has a dozen before the
/// first line of a program runs. What starts anew has what its one thread had.
/// </remarks>
internal static unsafe class SelfStart
{
    /// <summary>Returns only where it cannot be done; rights may be gone by then.</summary>
    public static GatewayError As(HandedOver handed)
    {
        byte[][] arguments = ReadList("/proc/self/cmdline");
        byte[][] environment =
        [
            .. ReadList("/proc/self/environ").Where(variable => !IsHandedOver(variable)),
            Encoding.UTF8.GetBytes($"{HandedOver.Variable}={handed}\0"),
        ];
        foreach (int descriptor in handed.Connections)
            _ = LibC.FileControl(descriptor, LibC.F_SETFD, 0);
        string problem = Become(handed.Owner) ?? Execute(Environment.ProcessPath!, arguments, environment);
        return new GatewayError(ErrorCode.Unavailable,
            $"the rights of root cannot be given up for those of {handed.Owner}: {problem}; start the gateway as that"
            + " user, or say Gateway:RunAs=Keep (docs/rights.md)");
    }

    /// <returns>What the system says against it.</returns>
    private static string? Become(FileOwner owner)
    {
        Capabilities.ClearBounds();
        if (!Identity.ClearGroups())
            return Failed("setgroups");
        if (!Identity.SetGroup(owner.Group))
            return Failed("setresgid");
        if (!Identity.SetUser(owner.User))
            return Failed("setresuid");
        if (LibC.ProcessControl(LibC.PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) != 0)
            return Failed("PR_SET_NO_NEW_PRIVS");
        return Capabilities.Clear();
    }

    private static string Execute(string path, byte[][] arguments, byte[][] environment)
    {
        fixed (byte* program = Encoding.UTF8.GetBytes(path + '\0'))
            _ = LibC.Execute(program, Pin(arguments), Pin(environment));
        return Failed($"starting {path} again");
    }

    // The process ends with them, one way or the other.
    private static byte** Pin(byte[][] texts)
    {
        byte** list = (byte**)NativeMemory.AllocZeroed((nuint)texts.Length + 1, (nuint)sizeof(byte*));
        for (int i = 0; i < texts.Length; i++)
        {
            list[i] = (byte*)NativeMemory.Alloc((nuint)texts[i].Length);
            texts[i].CopyTo(new Span<byte>(list[i], texts[i].Length));
        }
        return list;
    }

    /// <returns>Each with its closing zero.</returns>
    private static byte[][] ReadList(string path)
    {
        var list = new List<byte[]>();
        ReadOnlySpan<byte> all = File.ReadAllBytes(path);
        for (int end = all.IndexOf((byte)0); end >= 0; end = all.IndexOf((byte)0))
        {
            list.Add(all[..(end + 1)].ToArray());
            all = all[(end + 1)..];
        }
        return [.. list];
    }

    private static bool IsHandedOver(byte[] variable) =>
        variable.AsSpan().StartsWith(Encoding.UTF8.GetBytes(HandedOver.Variable + "="));

    private static string Failed(string call) => $"{call}: {Marshal.GetLastPInvokeErrorMessage()}";
}
