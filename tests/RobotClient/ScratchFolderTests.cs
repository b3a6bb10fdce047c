using PolicyGate.RobotClient;

namespace PolicyGate.Tests.RobotClient;

public sealed class ScratchFolderTests
{
    [Fact]
    public async Task One_that_somebody_still_writes_into_is_no_failure()
    {
        using var parent = new ScratchFolder("policygate-test-");
        for (int i = 0; i < 20; i++)
        {
            using var writes = new CancellationTokenSource();
            using var has = new ManualResetEventSlim();
            var folder = new ScratchFolder("folder-", parent.Path);
            var writing = Task.Run(() => Write(folder, has, writes.Token));
            has.Wait(TimeSpan.FromMinutes(1)).ShouldBeTrue();
            folder.Dispose();

            await writes.CancelAsync();
            await writing.WaitAsync(TimeSpan.FromMinutes(1));
        }
    }

    // As what a robot's process has started, and has not ended with it.
    private static void Write(ScratchFolder folder, ManualResetEventSlim has, CancellationToken cancel)
    {
        for (int i = 0; !cancel.IsCancellationRequested && Directory.Exists(folder.Path); i++)
        {
            try
            {
                File.WriteAllBytes(folder.PathOf($"{i}"), []);
                has.Set();
            }
            catch (IOException)
            {
                // It is gone.
            }
        }
    }
}
