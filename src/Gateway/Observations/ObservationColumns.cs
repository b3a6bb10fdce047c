using PolicyGate.Formats;
using PolicyGate.Formats.Arrow;
using PolicyGate.Gateway.Errors;

namespace PolicyGate.Gateway.Observations;

/// <summary>The columns of one schema that one policy needs, found and their types checked.</summary>
/// <param name="Position">Joint positions.</param>
/// <param name="Id">Null where there is none: the last row is then the newest.</param>
/// <param name="Task">Null where there is none or nobody needs it.</param>
/// <param name="Cameras">In the order of <see cref="ObservationNeeds.Cameras"/>.</param>
internal sealed record ObservationColumns(
    PositionColumn Position, ArrowField? Id, ArrowField? Task, ArrowField[] Cameras)
{
    /// <summary>Columns that an error lists; a hundred would bury the reason.</summary>
    private const int ListedColumns = 32;

    /// <summary>One error names all columns that are missing, else all that are of the wrong type.</summary>
    public static GatewayError? Find(
        ArrowSchema schema, ObservationNeeds needs, string cameraPrefix, out ObservationColumns? columns)
    {
        columns = null;
        var missing = new List<string>();
        var wrong = new List<string>();
        FormatFault? fault = null;
        ArrowField? position = Required("position");
        ArrowField? id = Optional("id");
        ArrowField? task = needs.Task ? Optional("task_prompt") : null;
        ArrowField?[] cameras = [.. needs.Cameras.Select(camera => Required(cameraPrefix + camera))];
        PositionColumn? positions = position is null ? null : PositionColumn.Of(position);
        Expect(position, positions is not null, "list<float>");
        Expect(id, id?.Is(ArrowType.Int64), "int64");
        Expect(task, IsText(task), "string");
        foreach (ArrowField? camera in cameras)
            Expect(camera, HoldsBytes(camera), "list<uint8> or binary");

        if (fault is not null)
            return fault.ToError();
        if (missing.Count > 0)
        {
            return new GatewayError(
                ErrorCode.InvalidArgument,
                $"the policy needs {string.Join(" and ", missing)}, which the observation lacks; "
                + $"it has {Listed(schema)}");
        }
        if (wrong.Count > 0)
            return new GatewayError(ErrorCode.Unsupported, string.Join("; ", wrong));
        // A null column of positions is told by row, as a null camera is.
        positions ??= new PositionColumn(position!, Joints: null);
        columns = new ObservationColumns(positions, id, task, cameras!);
        return null;

        ArrowField? Required(string name)
        {
            ArrowField? column = null;
            fault ??= schema.Find(name, out column);
            if (fault is null && column is null)
                missing.Add(name);
            return column;
        }

        // A column of type null is one that nobody has filled yet, as if it were not there.
        ArrowField? Optional(string name)
        {
            ArrowField? column = null;
            fault ??= schema.Find(name, out column);
            return column?.Type.Id == ArrowTypeId.Null ? null : column;
        }

        void Expect(ArrowField? column, bool? right, string type)
        {
            // Nulls of a needed column are told by row.
            if (column is not null && right == false && column.Type.Id != ArrowTypeId.Null)
                wrong.Add($"column {column.Name} is of type {column.TypeName}, expected {type}");
        }
    }

    private static bool IsText(ArrowField? column) =>
        column?.Type.Id is ArrowTypeId.Utf8 or ArrowTypeId.LargeUtf8 or ArrowTypeId.Utf8View;

    private static bool HoldsBytes(ArrowField? column) => column is { Dictionary: null, Element: null }
        ? column.Type.Id is ArrowTypeId.Binary or ArrowTypeId.LargeBinary or ArrowTypeId.FixedSizeBinary
            or ArrowTypeId.BinaryView
        : column?.Element?.Is(ArrowType.UInt8) == true;

    private static string Listed(ArrowSchema schema)
    {
        if (schema.Columns.Length == 0)
            return "no columns at all";
        string names = string.Join(", ", schema.Columns.Take(ListedColumns).Select(column => column.Name));
        int more = schema.Columns.Length - ListedColumns;
        return more > 0 ? $"{names} and {more} more" : names;
    }
}
