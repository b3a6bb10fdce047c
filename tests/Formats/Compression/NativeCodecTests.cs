using PolicyGate.Formats;
using PolicyGate.Formats.Compression;

namespace PolicyGate.Tests.Formats.Compression;

public sealed class NativeCodecTests
{
    [Fact]
    public void A_library_that_is_not_there_is_named_with_its_package_and_where_it_was_looked_for()
    {
        FormatFault fault = NativeCodec.Find("LZ4", "libnothere.so.9", "libnothere9").ShouldNotBeNull();
        fault.Kind.ShouldBe(FormatFaultKind.Unsupported);
        fault.Message.ShouldContain("compressed with LZ4, and libnothere.so.9 cannot be loaded");
        fault.Message.ShouldContain("apt-get install libnothere9");
        fault.Message.ShouldContain("libnothere.so.9: cannot open shared object file");
        fault.Message.ShouldNotContain("\n");
    }

    [Fact]
    public void The_systems_libraries_are_found_here()
    {
        NativeCodec.Find("LZ4", LibLz4.Library, LibLz4.Package).ShouldBeNull();
        NativeCodec.Find("ZSTD", LibZstd.Library, LibZstd.Package).ShouldBeNull();
    }
}
