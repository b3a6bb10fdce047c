using PolicyGate.Abstractions;
using PolicyGate.Gateway.Policies;

namespace PolicyGate.Tests.Gateway.Policies;

public sealed class NativeTensorAllocatorTests
{
    private readonly NativeTensorAllocator _allocator = new();

    [Theory]
    [InlineData(1, 64)]
    [InlineData(100_003, 4096)]
    [InlineData(3, 1)]
    public void Memory_is_zeroed_and_lies_where_it_was_asked_to(int bytes, int alignment)
    {
        // Dirtied and given back first, so that the heap has something else than fresh pages to hand out.
        using (TensorMemory before = _allocator.Allocate((nuint)bytes, alignment))
            before.Span.Fill(0xAB);

        using TensorMemory memory = _allocator.Allocate((nuint)bytes, alignment);

        (memory.Address % alignment).ShouldBe(0);
        memory.Span.Length.ShouldBe(bytes);
        memory.Span.ContainsAnyExcept((byte)0).ShouldBeFalse();
    }

    [Fact]
    public void Memory_that_was_given_back_is_not_touched_again()
    {
        TensorMemory memory = _allocator.Allocate(8);
        memory.Dispose();
        memory.Dispose();
        Should.Throw<ObjectDisposedException>(() => memory.Span.Length);
    }

    [Fact]
    public void Impossible_requests_are_bugs()
    {
        Should.Throw<ArgumentOutOfRangeException>(() => _allocator.Allocate(0));
        Should.Throw<ArgumentOutOfRangeException>(() => _allocator.Allocate(1, 48));
    }
}
