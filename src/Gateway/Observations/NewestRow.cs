using PolicyGate.Formats;
using PolicyGate.Formats.Arrow;
using PolicyGate.Gateway.Errors;

namespace PolicyGate.Gateway.Observations;

/// <summary>Finds the newest row of a file: the highest id, the last of equals; without ids the last row.</summary>
/// <remarks>
/// With a history, rows come in the order that the robot's owner asked for: the last need not be the newest.
/// </remarks>
internal sealed class NewestRow(int maximumRows)
{
    private long?[] _ids = [];

    /// <summary>The row in the batch that is left loaded.</summary>
    public int Row { get; private set; }

    /// <summary>Null where the file has no ids.</summary>
    public long? Id { get; private set; }

    /// <param name="file">Open.</param>
    /// <param name="idColumn">Null where there is none.</param>
    /// <param name="batch">Gets the batch that holds the row.</param>
    public GatewayError? Find(ArrowFileReader file, ArrowField? idColumn, ArrowBatch batch)
    {
        (Row, Id) = (-1, null);
        (int newest, int loaded, long rows) = (-1, -1, 0);
        for (int i = 0; i < file.Batches; i++)
        {
            if (file.Load(i, batch) is { } fault)
                return fault.ToError();
            loaded = i;
            rows += batch.Rows;
            if (rows > maximumRows)
            {
                return new GatewayError(
                    ErrorCode.Overloaded, $"more than {maximumRows} rows (Limits:ObservationRows)");
            }
            if (ReadIds(batch, idColumn) is { } noIds)
                return noIds.ToError();
            for (int row = 0; row < batch.Rows; row++)
            {
                if (Id is null || _ids[row] >= Id)
                    (newest, Row, Id) = (i, row, _ids[row]);
            }
        }
        if (Row < 0)
            return new GatewayError(ErrorCode.InvalidArgument, "it has no rows: there is no observation in it");
        return newest == loaded ? null : file.Load(newest, batch)?.ToError();
    }

    private FormatFault? ReadIds(ArrowBatch batch, ArrowField? column)
    {
        if (_ids.Length < batch.Rows)
            _ids = new long?[batch.Rows];
        Span<long?> ids = _ids.AsSpan(0, batch.Rows);
        ids.Clear();
        return column is null || batch.Rows == 0 ? null : batch.ReadInt64(column, ids);
    }
}
