using System.Runtime.InteropServices;
using System.Text.Json;
using PolicyGate.Formats;
using PolicyGate.Formats.Arrow;
using PolicyGate.RobotClient;
using PolicyGate.Tests.Fixtures;

namespace PolicyGate.Tests.Formats.Arrow;

public sealed class ArrowStreamWriterTests : IDisposable
{
    private const string Script = """
        import json, sys
        import pyarrow as pa
        rows = []
        with pa.ipc.open_stream(sys.argv[1]) as stream:
            types = {field.name: str(field.type) for field in stream.schema}
            nullable = [field.name for field in stream.schema if field.nullable]
            metadata = {key.decode(): value.decode() for key, value in stream.schema.metadata.items()}
            for batch in stream:
                batch.validate(full=True)
                rows += batch.to_pylist()
        for row in rows:
            row["bytes"] = None if row["bytes"] is None else row["bytes"].hex()
            row["length"] = len(row["bytes"] or "") // 2
            row["bytes"] = (row["bytes"] or "")[:64]
        print(json.dumps({"types": types, "nullable": nullable, "metadata": metadata, "rows": rows}))
        """;

    private static readonly ArrowColumnType[] Columns =
    [
        ArrowColumnType.Text("name"),
        ArrowColumnType.Text("reason", nullable: true),
        ArrowColumnType.Int64("big"),
        ArrowColumnType.Int64("maybe", nullable: true),
        ArrowColumnType.Int32("small"),
        ArrowColumnType.Bool("flag"),
        ArrowColumnType.LargeBinary("bytes", nullable: true),
        ArrowColumnType.Floats("fixed", 3),
        ArrowColumnType.Floats("list"),
    ];

    private readonly ScratchFolder _folder = new("policygate-test-");

    public void Dispose() => _folder.Dispose();

    [NeedsPythonFact("openarm")]
    public async Task Pyarrow_reads_every_type_and_every_null()
    {
        byte[] large = new byte[700_001];
        new Random(1).NextBytes(large);
        var stream = new MemoryStream();
        var writer = new ArrowStreamWriter(Columns, new Dictionary<string, string> { ["made.by"] = "ein Prüfer" });
        writer.Begin(stream);
        Fill(writer, new ArrowCell(IsNull: false, Source: new MemorySource(large)));
        writer.Write(stream).ShouldBeNull();
        Fill(writer, new ArrowCell(IsNull: false, Bytes: large));
        writer.Write(stream).ShouldBeNull();
        foreach (int column in new[] { 1, 3, 6, 7, 8 })
            writer.Set(column, new ArrowCell(IsNull: true));
        writer.Write(stream).ShouldBeNull();
        ArrowStreamWriter.End(stream);
        string path = _folder.PathOf("made.arrows");
        File.WriteAllBytes(path, stream.ToArray());

        PythonResult said = await PythonResult.Of("openarm", TimeSpan.FromMinutes(1), "-c", Script, path);
        said.ExitCode.ShouldBe(0, said.Said);
        JsonElement read = JsonDocument.Parse(said.Output).RootElement;

        read.GetProperty("metadata").GetProperty("made.by").GetString().ShouldBe("ein Prüfer");
        read.GetProperty("types").EnumerateObject().Select(type => type.Value.GetString()).ShouldBe(
        [
            "string", "string", "int64", "int64", "int32", "bool", "large_binary", "fixed_size_list<item: float>[3]",
            "list<item: float>",
        ]);
        read.GetProperty("nullable").EnumerateArray().Select(name => name.GetString())
            .ShouldBe(["reason", "maybe", "bytes", "fixed", "list"]);
        JsonElement[] rows = [.. read.GetProperty("rows").EnumerateArray()];
        string expected = $$"""
            {"name": "größer", "reason": "", "big": -1, "maybe": 4711, "small": -7, "flag": true,
             "bytes": "{{Convert.ToHexStringLower(large)[..64]}}",
             "fixed": [1.0, -2.5, 0.125], "list": [0.5, 0.25], "length": 700001}
            """;
        rows.Length.ShouldBe(3);
        rows[0].GetRawText().ShouldBe(Escaped(expected));
        rows[1].GetRawText().ShouldBe(Escaped(expected));
        rows[2].GetRawText().ShouldBe(Escaped("""
            {"name": "größer", "reason": null, "big": -1, "maybe": null, "small": -7, "flag": true, "bytes": "",
             "fixed": null, "list": null, "length": 0}
            """));
    }

    [Fact]
    public void Nothing_is_allocated_once_it_is_warm()
    {
        byte[] large = new byte[300_000];
        var stream = new MemoryStream(new byte[1 << 20]);
        var writer = new ArrowStreamWriter(Columns);
        Fill(writer, new ArrowCell(IsNull: false, Source: new MemorySource(large)));

        Allocations.LeastOf(() =>
        {
            stream.Position = 0;
            _ = writer.Write(stream);
        }).ShouldBe(0);
    }

    [Fact]
    public void A_source_that_fails_ends_the_row()
    {
        var writer = new ArrowStreamWriter(Columns);
        Fill(writer, new ArrowCell(IsNull: false, Source: new BrokenSource()));

        writer.Write(new MemoryStream()).ShouldNotBeNull().Message.ShouldBe("gone");
    }

    private static string Escaped(string json) => json.Trim()
        .Replace("\n ", " ", StringComparison.Ordinal)
        .Replace("ö", "\\u00f6", StringComparison.Ordinal)
        .Replace("ß", "\\u00df", StringComparison.Ordinal);

    private static void Fill(ArrowStreamWriter writer, ArrowCell bytes)
    {
        writer.Set(0, new ArrowCell(IsNull: false, Bytes: "größer"u8.ToArray()));
        writer.Set(1, new ArrowCell(IsNull: false));
        writer.Set(2, new ArrowCell(IsNull: false, Number: -1));
        writer.Set(3, new ArrowCell(IsNull: false, Number: 4711));
        writer.Set(4, new ArrowCell(IsNull: false, Number: -7));
        writer.Set(5, new ArrowCell(IsNull: false, Number: 1));
        writer.Set(6, bytes);
        writer.Set(7, new ArrowCell(IsNull: false, Bytes: Floats(1, -2.5f, 0.125f)));
        writer.Set(8, new ArrowCell(IsNull: false, Bytes: Floats(0.5f, 0.25f)));
    }

    private static byte[] Floats(params ReadOnlySpan<float> values) => MemoryMarshal.AsBytes(values).ToArray();

    private sealed class BrokenSource : IArrowSource
    {
        public long Length => 10;

        public FormatFault? Read(long offset, Span<byte> into) => FormatFault.Unreadable("gone");
    }
}
