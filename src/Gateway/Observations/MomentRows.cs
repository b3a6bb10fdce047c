using System.Runtime.InteropServices;
using PolicyGate.Formats.Arrow;
using PolicyGate.Gateway.Errors;

namespace PolicyGate.Gateway.Observations;

/// <summary>Finds which row of a file is which moment that a policy wants; never another in its place.</summary>
/// <remarks>
/// Now is the row with the highest id, the last of equals; without ids the one that the request calls 0, else the last.
/// Moments before it are those that the request calls so; where it names none, rows are counted back from now in the
/// order of their ids. At an episode's start the robot itself fills up with its first row.
/// </remarks>
internal sealed class MomentRows(int maximumRows)
{
    private long?[] _ids = [];
    private Place[] _places = [];
    private int[] _order = [];
    private int[] _picked = [];
    private int _count;
    private int _loaded;

    /// <summary>Of now; null where the file has no ids.</summary>
    public long? Id { get; private set; }

    /// <param name="file">Open.</param>
    /// <param name="idColumn">Null where there is none.</param>
    /// <param name="history">As <see cref="ObservationNeeds.History"/>.</param>
    /// <param name="named">What the request says; null where there is no request.</param>
    /// <param name="batch">Is loaded by this alone until the next file.</param>
    public GatewayError? Find(
        ArrowFileReader file, ArrowField? idColumn, IReadOnlyList<int> history, HistoryIndices? named, ArrowBatch batch)
    {
        if (_picked.Length < history.Count)
            _picked = new int[history.Count];
        if (ReadRows(file, idColumn, batch) is { } error)
            return error;
        if (_count == 0)
            return Invalid("it has no rows: there is no observation in it");
        int now = FindNow(named);
        Id = _ids[now];
        _picked[history.Count - 1] = now;
        if (history.Count == 1)
            return null;
        return named is { IsBroken: true } or { Rows.Length: > 0 } ? PickNamed(history, named) : PickInOrder(history);
    }

    /// <summary>Loads the batch that holds a moment.</summary>
    /// <param name="moment">Index in the history.</param>
    /// <param name="file">As it was found in.</param>
    /// <param name="batch">As it was found with.</param>
    /// <param name="row">Its row in that batch.</param>
    public GatewayError? Load(int moment, ArrowFileReader file, ArrowBatch batch, out int row)
    {
        Place place = _places[_picked[moment]];
        row = place.Row;
        if (place.Batch == _loaded)
            return null;
        _loaded = place.Batch;
        return file.Load(place.Batch, batch)?.ToError();
    }

    private GatewayError? ReadRows(ArrowFileReader file, ArrowField? idColumn, ArrowBatch batch)
    {
        _count = 0;
        for (int i = 0; i < file.Batches; i++)
        {
            if (file.Load(i, batch) is { } fault)
                return fault.ToError();
            _loaded = i;
            int rows = batch.Rows;
            if (rows > maximumRows - _count)
            {
                return new GatewayError(
                    ErrorCode.Overloaded, $"more than {maximumRows} rows (Limits:ObservationRows)");
            }
            Reserve(_count + rows);
            Span<long?> ids = _ids.AsSpan(_count, rows);
            ids.Clear();
            if (idColumn is not null && batch.ReadInt64(idColumn, ids) is { } noIds)
                return noIds.ToError();
            for (int row = 0; row < rows; row++)
                _places[_count++] = new Place(i, row);
        }
        return null;
    }

    private void Reserve(int rows)
    {
        if (_places.Length >= rows)
            return;
        int room = Math.Min(maximumRows, Math.Max(rows, 2 * _places.Length));
        Array.Resize(ref _ids, room);
        Array.Resize(ref _places, room);
        _order = new int[room];
    }

    private int FindNow(HistoryIndices? named)
    {
        int now = -1;
        for (int row = 0; row < _count; row++)
        {
            if (_ids[row] is { } id && (now < 0 || id >= _ids[now]))
                now = row;
        }
        if (now < 0 && named?.Rows.Length == _count)
            now = named.Rows.LastIndexOf(0);
        return now < 0 ? _count - 1 : now;
    }

    private GatewayError? PickNamed(IReadOnlyList<int> history, HistoryIndices named)
    {
        ReadOnlySpan<int> rows = named.Rows;
        if (rows.Length != _count)
        {
            string told = named.IsBroken ? "nothing that can be read" : $"{rows.Length} of them";
            return Invalid($"it has {_count} rows, the metadata's history_delta_indices name {told}");
        }
        for (int i = 0; i < history.Count; i++)
        {
            int row = rows.LastIndexOf(history[i]);
            if (row < 0)
                return Missing(history, history[i], $"the robot sends {string.Join(",", rows.ToArray())}");
            _picked[i] = row;
            if (i > 0 && _ids[_picked[i - 1]] > _ids[row])
            {
                return Invalid(
                    $"the metadata's history_delta_indices {string.Join(",", rows.ToArray())} and the rows' ids "
                    + $"{string.Join(",", _ids[.._count])} contradict each other: it is unclear which moment is which");
            }
        }
        // The same id may stand in rows that the robot has filled up with; none may be newer than now.
        return _ids[_picked[history.Count - 1]] == Id ? null : Invalid(
            $"the metadata's history_delta_indices call a row of id {_ids[_picked[history.Count - 1]]} now, "
            + $"but one of id {Id} is there");
    }

    private GatewayError? PickInOrder(IReadOnlyList<int> history)
    {
        if (Id is not null && _ids.AsSpan(0, _count).Contains(null))
            return Invalid("some rows have an id and some have none: it is unclear which moment they are");
        Sort();
        for (int i = 0; i < history.Count; i++)
        {
            int place = _count - 1 + history[i];
            if (place < 0)
                return Missing(history, history[i], $"the observation has {_count} rows");
            _picked[i] = _order[place];
        }
        return null;
    }

    /// <summary>By id, equals in the file's order; by insertion, since they mostly come so.</summary>
    private void Sort()
    {
        for (int row = 0; row < _count; row++)
        {
            int at = row;
            for (; at > 0 && _ids[_order[at - 1]] > _ids[row]; at--)
                _order[at] = _order[at - 1];
            _order[at] = row;
        }
    }

    private static GatewayError Missing(IReadOnlyList<int> history, int moment, string found) => Invalid(
        $"the policy needs the moment {moment} (history in its policy.json), {found}: start the robot's observer with "
        + $"--policy-history-delta-indices={string.Join(",", history)}");

    private static GatewayError Invalid(string message) => new(ErrorCode.InvalidArgument, message);

    [StructLayout(LayoutKind.Auto)]
    private readonly record struct Place(int Batch, int Row);
}
