using System.Security.Cryptography;
using System.Text;
using PolicyGate.Gateway.Errors;
using PolicyGate.Gateway.Observations;
using PolicyGate.Tests.Fixtures;

namespace PolicyGate.Tests.Gateway.Observations;

/// <summary>Policies that look back: each moment is the row that the robot says it is, or none.</summary>
/// <remarks>In the files, row r's positions begin at −0.5 + r / 1024.</remarks>
public sealed class HistoryTests
{
    [Theory]
    [InlineData("history", new[] { -2, -1, 0 }, new[] { 0, 1, 2 })]
    [InlineData("history", new[] { -2, 0 }, new[] { 0, 2 })]
    [InlineData("history", new[] { 0 }, new[] { 2 })]
    [InlineData("history-backwards", new[] { -2, -1, 0 }, new[] { 0, 1, 2 })]
    [InlineData("history-backwards", new[] { -1, 0 }, new[] { 1, 2 })]
    [InlineData("history-far", new[] { -32, 0 }, new[] { 0, 2 })]
    [InlineData("history-padded", new[] { -2, -1, 0 }, new[] { 0, 0, 0 })]
    [InlineData("history-unnamed", new[] { -2, -1, 0 }, new[] { 0, 1, 2 })]
    [InlineData("history-without-ids", new[] { -2, -1, 0 }, new[] { 0, 1, 2 })]
    [InlineData("history-backwards-without-ids", new[] { -1, 0 }, new[] { 1, 2 })]
    [InlineData("history-backwards-without-ids", new[] { 0 }, new[] { 2 })]
    [InlineData("lz4-rows", new[] { -2, -1, 0 }, new[] { 0, 1, 2 })]
    [InlineData("stream-zstd", new[] { -1, 0 }, new[] { 1, 2 })]
    [InlineData("qpos-state", new[] { -2, 0 }, new[] { 0, 2 })]
    public void Each_moment_is_the_row_that_it_is(string name, int[] history, int[] rows)
    {
        GoldenObservation made = GoldenData.Made(name);
        using var reader = new GoldenReader(GoldenReader.PolicyCameras, history: history);
        reader.Look = observation =>
        {
            for (int i = 0; i < rows.Length; i++)
            {
                observation.Moments[i].Position[0].ShouldBe(-0.5f + (rows[i] / 1024f), $"moment {history[i]}");
                Hash(observation.Moments[i]).ShouldBe(RowHash(rows[i]), $"moment {history[i]}");
            }
        };
        reader.Read(made).ShouldBeNull();
        reader.ShouldHold(made);
    }

    [Theory]
    [InlineData("history", new[] { -3, 0 }, "needs the moment -3", "the robot sends -2,-1,0")]
    [InlineData("history-far", new[] { -1, 0 }, "needs the moment -1", "--policy-history-delta-indices=-1,0")]
    [InlineData("history-unnamed", new[] { -3, 0 }, "needs the moment -3", "the observation has 3 rows")]
    [InlineData("qpos", new[] { -1, 0 }, "needs the moment -1", "the observation has 1 rows")]
    [InlineData("null-ids", new[] { -1, 0 }, "some rows have an id and some have none", "unclear")]
    public void A_moment_that_is_not_there_is_never_another(string name, int[] history, string what, string how)
    {
        string message = Refusal(GoldenData.Made(name), history);
        message.ShouldContain(what);
        message.ShouldContain(how);
    }

    [Theory]
    [InlineData("0,-1,-2", "contradict each other")]
    [InlineData("-2,0,-1", "contradict each other")]
    [InlineData("-1,0,1", "call a row of id 1 now, but one of id 2 is there")]
    [InlineData("-1,0", "it has 3 rows, the metadata's history_delta_indices name 2")]
    [InlineData("-2,-1,now", "name nothing that can be read")]
    public void Metadata_that_does_not_fit_the_rows_is_refused(string named, string what)
    {
        GoldenObservation made = GoldenData.Made("history");
        made = made with { Request = made.Request!.Replace("\"-2,-1,0\"", $"\"{named}\"", StringComparison.Ordinal) };
        Refusal(made, [-1, 0]).ShouldContain(what);
        // A policy that looks at now alone has the ids, and needs nothing of it.
        using var reader = new GoldenReader(GoldenReader.PolicyCameras);
        reader.Read(made).ShouldBeNull();
        reader.ShouldHold(made);
    }

    [Theory]
    [InlineData("-32,0", new[] { -32, 0 })]
    [InlineData(" -2 , 0 ,", new[] { -2, 0 })]
    [InlineData("None", new int[0])]
    [InlineData("", new int[0])]
    public void Numbers_with_commas_are_read_as_the_observer_reads_them(string text, int[] indices)
    {
        var history = new HistoryIndices(4);
        history.Parse(Encoding.UTF8.GetBytes(text));
        history.Rows.ToArray().ShouldBe(indices);
        history.IsBroken.ShouldBeFalse();
    }

    [Theory]
    [InlineData("1.5")]
    [InlineData("99999999999")]
    [InlineData("0,0,0,0,0,0")]
    public void Anything_else_says_nothing(string text)
    {
        var history = new HistoryIndices(4);
        history.Parse(Encoding.UTF8.GetBytes(text));
        history.Rows.Length.ShouldBe(0);
        history.IsBroken.ShouldBeTrue();
    }

    private static string Refusal(GoldenObservation made, int[] history)
    {
        using var reader = new GoldenReader(GoldenReader.PolicyCameras, history: history);
        GatewayError error = reader.Read(made).ShouldNotBeNull();
        error.Code.ShouldBe(ErrorCode.InvalidArgument);
        return error.Message;
    }

    private static string Hash(ObservationMoment moment)
    {
        var bytes = new List<byte>();
        foreach (CameraImage camera in moment.Cameras)
        {
            camera.Read(out byte[] pixels).ShouldBeNull();
            bytes.AddRange(pixels);
        }
        return Convert.ToHexStringLower(SHA256.HashData(bytes.ToArray()));
    }

    /// <summary>The pictures of one row, as <c>make.py</c> draws them.</summary>
    private static string RowHash(int row)
    {
        // head_left, wrist_left and wrist_right by their places in make.py's list.
        IEnumerable<byte> bytes = new[] { 2, 1, 0 }.SelectMany(camera => Enumerable.Range(0, 24 * 40 * 3)
            .Select(at => (byte)(((7 * at) + (13 * camera) + (31 * row) + (at / 97)) % 251)));
        return Convert.ToHexStringLower(SHA256.HashData(bytes.ToArray()));
    }
}
