using System.Globalization;
using PolicyGate.Gateway.Swaps;
using PolicyGate.Gateway.Threading;

namespace PolicyGate.Tests.Gateway.Swaps;

public sealed class LoadingThreadTests
{
    // The 41st field of /proc/PID/stat, counted from 1: man 5 proc.
    private const int PolicyField = 41;
    private const int NiceField = 19;

    private const int Usual = 0;
    private const int Batch = 3;

    [Fact]
    public async Task Threads_that_it_makes_give_way_while_it_loads_and_not_after()
    {
        using var end = new ManualResetEventSlim();
        using var begun = new ManualResetEventSlim();
        string? child = null;

        string during = await LoadingThread.Run("load", () =>
        {
            new Thread(() =>
            {
                BatchThreads.Follow();
                child = Path.GetFullPath($"/proc/{new FileInfo("/proc/thread-self").LinkTarget}");
                begun.Set();
                end.Wait();
            }).Start();
            begun.Wait();
            return $"{Field("/proc/thread-self", PolicyField)} {Field(child!, PolicyField)}";
        });

        during.ShouldBe($"{Batch} {Batch}");
        Field(child!, PolicyField).ShouldBe(Usual);
        end.Set();
    }

    [Fact]
    public void What_copies_is_as_nice_as_can_be_and_nobody_else()
    {
        LoadingThread.RunNice("copy", () => Field("/proc/thread-self", NiceField)).ShouldBe(19);

        Field("/proc/thread-self", NiceField).ShouldBeLessThan(19);
    }

    [Fact]
    public async Task What_goes_wrong_there_goes_wrong_here()
    {
        await Should.ThrowAsync<InvalidDataException>(
            LoadingThread.Run<int>("load", () => throw new InvalidDataException()));
        Should.Throw<InvalidDataException>(
            () => LoadingThread.RunNice<int>("copy", () => throw new InvalidDataException()));
    }

    private static int Field(string thread, int number)
    {
        string stat = File.ReadAllText($"{thread}/stat");
        // The second is the thread's name in parentheses, which may hold anything.
        string[] fields = stat[(stat.LastIndexOf(')') + 2)..].Split(' ');
        return int.Parse(fields[number - 3], CultureInfo.InvariantCulture);
    }
}
