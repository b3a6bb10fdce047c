using PolicyGate.Formats.Arrow;

namespace PolicyGate.Gateway.Observations;

/// <summary>Where joint positions stand: a list of numbers, or a list of arms, each with a list of its own.</summary>
/// <param name="List">The column <c>position</c>.</param>
/// <param name="Joints">
/// Of each arm; null where the column itself has the numbers. enactic/dora-openarm sends an arm as
/// <c>struct&lt;qpos: list&lt;float&gt;&gt;</c> today, and enactic/dora-openarm-observer puts the arms that it has into
/// one list, the right one first.
/// </param>
internal sealed record PositionColumn(ArrowField List, ArrowField? Joints)
{
    private const string JointsName = "qpos";

    /// <summary>Null where the column holds no positions of any form that is read.</summary>
    public static PositionColumn? Of(ArrowField column)
    {
        if (HoldsNumbers(column))
            return new PositionColumn(column, Joints: null);
        if (column.Element is not { Dictionary: null, Type.Id: ArrowTypeId.Struct } arm)
            return null;
        ArrowField? joints = null;
        foreach (ArrowField field in arm.Children)
        {
            if (field.Name != JointsName)
                continue;
            // There twice: it is unclear which is meant.
            if (joints is not null)
                return null;
            joints = field;
        }
        return joints is not null && HoldsNumbers(joints) ? new PositionColumn(column, joints) : null;
    }

    private static bool HoldsNumbers(ArrowField list) =>
        list.Element is { Dictionary: null, Type.Id: ArrowTypeId.FloatingPoint };
}
