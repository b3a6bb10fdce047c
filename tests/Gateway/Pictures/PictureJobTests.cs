using PolicyGate.Gateway.Errors;
using PolicyGate.Gateway.Pictures;
using PolicyGate.Gateway.Policies;

namespace PolicyGate.Tests.Gateway.Pictures;

/// <summary>Pictures in bands, by any number of threads.</summary>
public sealed class PictureJobTests
{
    [Fact]
    public void Every_path_gives_the_same_bytes_for_any_size()
    {
        var random = new Random(20);
        ResizeMethod[] methods = [.. Enum.GetValues<ResizeMethod>().Where(method => method is not ResizeMethod.None)];
        for (int turn = 0; turn < 400; turn++)
        {
            ResizeMethod method = methods[turn % methods.Length];
            (int height, int width) = (Side(random), Side(random));
            (int Height, int Width) to = (Side(random), Side(random));
            if (!new PictureResizer(method, to.Height, to.Width).Fits(height, width))
                continue;
            byte[] source = Resized.Noise(height * width * 3, (uint)turn);

            byte[] fast = Resized.By(method, new MemoryRows(source, height, width), to);
            byte[] plain = Resized.By(method, new FileRows(source, height, width), to, new PortablePasses());

            Same(fast, plain).ShouldBeTrue($"turn {turn}: {method} {height}x{width} to {to}");
        }
    }

    [Theory]
    [InlineData("pillow-bicubic", 60, 96)]
    [InlineData("pillow-bicubic", 60, 960)]
    [InlineData("torch-bilinear", 60, 96)]
    [InlineData("torch-float-bicubic-antialias", 600, 96)]
    [InlineData("openpi-pad", 224, 224)]
    [InlineData("smolvla-pad", 512, 512)]
    public void Bands_may_be_done_in_any_order_by_many_threads(string word, int height, int width)
    {
        ResizeMethod method = ResizeWords.MethodOf(word);
        byte[] source = Resized.Noise(600 * 960 * 3, 3);
        byte[] expected = Resized.By(method, new MemoryRows(source, 600, 960), (height, width));
        var job = new PictureJob(new PictureResizer(method, height, width));
        for (int turn = 0; turn < 20; turn++)
        {
            int bands = job.Begin(new FileRows(source, 600, 960));
            int completions = 0;

            Parallel.For(0, bands, band =>
            {
                job.Do(bands - 1 - band, out bool complete).ShouldBeNull();
                if (complete)
                    Interlocked.Increment(ref completions);
            });

            completions.ShouldBe(1);
            Same(Resized.Result(job), expected).ShouldBeTrue();
        }
    }

    [Fact]
    public void A_large_picture_has_bands_for_several_threads_and_a_small_one_has_one()
    {
        var job = new PictureJob(new PictureResizer(ResizeMethod.PillowBicubic, 60, 96));

        job.Begin(new MemoryRows(new byte[600 * 960 * 3], 600, 960)).ShouldBeGreaterThan(4);
        job.Begin(new MemoryRows(new byte[60 * 96 * 3], 60, 96)).ShouldBe(1);
    }

    [Fact]
    public void Every_row_that_counts_is_read_once_and_rows_that_do_not_count_are_left()
    {
        byte[] source = Resized.Noise(600 * 960 * 3, 4);
        var bicubic = new FileRows(source, 600, 960);
        var bilinear = new FileRows(source, 600, 960);

        Resized.By(ResizeMethod.PillowBicubic, bicubic, (60, 96));
        Resized.By(ResizeMethod.TorchBilinear, bilinear, (60, 96));

        bicubic.Fetched.ShouldBe(Enumerable.Range(0, 600));
        // Two of ten: 4 and 5, 14 and 15, …
        bilinear.Fetched.ShouldBe(Enumerable.Range(0, 600).Where(row => row % 10 is 4 or 5));
    }

    [Fact]
    public void A_file_that_ends_early_fails_the_picture_and_not_the_next_one()
    {
        byte[] source = Resized.Noise(600 * 960 * 3, 5);
        var job = new PictureJob(new PictureResizer(ResizeMethod.PillowBicubic, 60, 96));
        int bands = job.Begin(new FileRows(source, 600, 960) { EndsAt = 599 });
        List<GatewayError?> errors = [];
        for (int band = 0; band < bands; band++)
        {
            errors.Add(job.Do(band, out bool complete));
            complete.ShouldBeFalse();
        }

        errors.Count(error => error is not null).ShouldBe(1);
        errors[^1]!.Message.ShouldContain("599");
        Resized.Run(job, new FileRows(source, 600, 960));
        Same(Resized.Result(job), Resized.By(ResizeMethod.PillowBicubic, new MemoryRows(source, 600, 960), (60, 96)))
            .ShouldBeTrue();
    }

    [Fact]
    public void A_border_follows_the_camera_when_it_is_turned()
    {
        byte[] wide = Resized.Noise(40 * 80 * 3, 6);
        byte[] high = Resized.Noise(80 * 40 * 3, 7);
        foreach (ResizeMethod method in (ResizeMethod[])[ResizeMethod.OpenPiPad, ResizeMethod.Pi0Pad])
        {
            var job = new PictureJob(new PictureResizer(method, 32, 32));

            Resized.Run(job, new MemoryRows(wide, 40, 80));
            Resized.Run(job, new MemoryRows(high, 80, 40));

            Same(Resized.Result(job), Resized.By(method, new MemoryRows(high, 80, 40), (32, 32))).ShouldBeTrue();
        }
    }

    [Fact]
    public void A_picture_of_which_its_aspect_leaves_nothing_does_not_fit()
    {
        var padded = new PictureResizer(ResizeMethod.SmolVlaPad, 32, 32);

        padded.Fits(1, 32).ShouldBeTrue();
        padded.Fits(1, 33).ShouldBeFalse();
        padded.Fits(33, 1).ShouldBeFalse();
        new PictureResizer(ResizeMethod.PillowBicubic, 32, 32).Fits(1, 8192).ShouldBeTrue();
    }

    [Fact]
    public void Jobs_that_share_a_resizer_do_not_disturb_each_other()
    {
        var resizer = new PictureResizer(ResizeMethod.PillowBicubic, 60, 96);
        // More sizes than are kept, so that plans are thrown away while others use them.
        (int Height, int Width)[] sizes = [(120, 192), (45, 72), (131, 177), (60, 97), (61, 96), (300, 20)];
        MemoryRows[] sources =
            [.. sizes.Select(s => new MemoryRows(Resized.Noise(s.Height * s.Width * 3, 1), s.Height, s.Width))];
        byte[][] expected = [.. sources.Select(s => Resized.By(ResizeMethod.PillowBicubic, s, (60, 96)))];

        Parallel.For(0, 200, turn =>
        {
            var job = new PictureJob(resizer);
            Resized.Run(job, sources[turn % sizes.Length]);
            Same(Resized.Result(job), expected[turn % sizes.Length]).ShouldBeTrue();
        });
    }

    [Fact]
    public void Nothing_is_allocated_once_warm()
    {
        byte[] source = Resized.Noise(600 * 960 * 3, 7);
        MemoryRows[] sources = [new(source, 600, 960), new(source, 960, 600)];
        foreach (ResizeMethod method in Enum.GetValues<ResizeMethod>().Where(method => method is not ResizeMethod.None))
        {
            var job = new PictureJob(new PictureResizer(method, 60, 96));
            Both();

            // The least of several rounds: the runtime allocates when it compiles anew, a job would each time.
            long least = long.MaxValue;
            for (int round = 0; round < 5; round++)
            {
                long before = GC.GetAllocatedBytesForCurrentThread();
                Both();
                least = Math.Min(least, GC.GetAllocatedBytesForCurrentThread() - before);
            }
            least.ShouldBe(0, method.ToString());

            void Both()
            {
                foreach (MemoryRows rows in sources)
                {
                    int bands = job.Begin(rows);
                    for (int band = 0; band < bands; band++)
                        job.Do(band, out _);
                }
            }
        }
    }

    // Shouldly compares arrays value by boxed value: seconds for a picture.
    private static bool Same(byte[] found, byte[] expected) => found.AsSpan().SequenceEqual(expected);

    private static int Side(Random random) => random.Next(3) switch
    {
        0 => random.Next(1, 12),
        1 => random.Next(1, 120),
        _ => random.Next(1, 500),
    };
}
