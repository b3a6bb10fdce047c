using PolicyGate.Gateway.Chunks;
using PolicyGate.Gateway.Live;
using PolicyGate.Gateway.Sessions;

namespace PolicyGate.Tests.Gateway.Live;

public sealed class LiveRingTests
{
    private const int Ticks = 8;
    private const int Rows = 3;
    private const int Joints = 2;

    private readonly LiveRing _ring = new(Ticks, Rows, Joints);

    [Fact]
    public void A_tick_is_read_as_it_was_written_cut_to_what_is_kept()
    {
        Write(value: 1, rows: 5, joints: 4);
        float[] measured = new float[Joints], sent = new float[Rows * Joints];

        _ring.TryRead(0, out LiveTick tick, measured, sent).ShouldBeTrue();

        (tick.Number, tick.SentRows, tick.KeptRows, tick.Measured).ShouldBe((0, 5, Rows, Joints));
        tick.IntervalNanoseconds.ShouldBe(1000);
        measured.ShouldBe([1, 1]);
        sent.ShouldBe([1, 1, 1, 1, 1, 1]);
    }

    [Fact]
    public void The_last_ticks_are_there_and_no_others()
    {
        for (int number = 0; number < 20; number++)
            Write(number, Rows, Joints);

        (_ring.Oldest, _ring.Next).ShouldBe((20 - Ticks, 20));
        for (long number = 0; number < 25; number++)
            _ring.TryRead(number, out _).ShouldBe(number is >= 20 - Ticks and < 20, $"tick {number}");
    }

    [Fact]
    public void A_skip_has_no_rows_and_a_narrow_row_has_nothing_of_an_earlier_one()
    {
        for (int i = 0; i < Ticks; i++)
            Write(value: 7, Rows, Joints);
        var skip = new LiveTick { Outcome = TickOutcome.Skip, Policy = "p" };
        _ring.Write(ref skip, [], chunk: null);
        _ring.TryRead(Ticks, out LiveTick read).ShouldBeTrue();
        (read.Outcome, read.KeptRows, read.SentRows, read.Measured).ShouldBe((TickOutcome.Skip, 0, 0, 0));

        Write(value: 9, rows: 1, joints: 1);
        float[] sent = new float[Rows * Joints];
        _ring.TryRead(Ticks + 1, out _, default, sent).ShouldBeTrue();
        sent[..Joints].ShouldBe([9, 0]);
    }

    [Fact]
    public async Task Whoever_reads_while_it_is_written_never_sees_half_of_one_tick_and_half_of_another()
    {
        const int Written = 200_000;
        Task<int>[] readers = [.. Enumerable.Range(0, 2).Select(_ => Task.Run(ReadAll))];
        for (int number = 0; number < Written; number++)
            Write(number, Rows, Joints);
        int[] seen = await Task.WhenAll(readers);
        seen.ShouldAllBe(ticks => ticks > 0);

        int ReadAll()
        {
            float[] measured = new float[Joints], sent = new float[Rows * Joints];
            int read = 0;
            while (_ring.Next < Written)
            {
                for (long number = _ring.Oldest, next = _ring.Next; number < next; number++)
                {
                    if (!_ring.TryRead(number, out LiveTick tick, measured, sent))
                        continue;
                    read++;
                    tick.LateRows.ShouldBe((int)number);
                    measured.Concat(sent).ShouldAllBe(value => value == number);
                }
            }
            return read + (_ring.TryRead(Written - 1, out _) ? 1 : 0);
        }
    }

    private void Write(int value, int rows, int joints)
    {
        var chunk = new ActionChunk { IntervalNanoseconds = 1000 };
        chunk.Resize(rows, joints);
        chunk.Values.Fill(value);
        var tick = new LiveTick { Policy = "p", LateRows = value };
        _ring.Write(ref tick, chunk.Row(0), chunk);
    }
}
