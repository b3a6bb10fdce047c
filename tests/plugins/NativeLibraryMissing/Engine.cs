using System.Runtime.InteropServices;

namespace PolicyGate.Tests.Plugins;

internal static partial class Engine
{
    [LibraryImport("policygate_no_such_engine", EntryPoint = "engine_version")]
    public static partial int Version();
}
