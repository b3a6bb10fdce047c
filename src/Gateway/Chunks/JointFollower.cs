namespace PolicyGate.Gateway.Chunks;

/// <summary>
/// Leads one joint along the rows that are wanted, as closely as its limits allow, always able to stop within them.
/// </summary>
/// <remarks>
/// <para>For each row in turn:</para>
/// <list type="number">
/// <item>Aim. Where the next three wanted rows can be met within the limits, the joint is on the wanted path from
/// then on. Else the acceleration from which braking <em>relative to the wanted path</em> would end just on it: full
/// speed as long as it does not overshoot, as time-optimal generators (Ruckig, Reflexxes) do it.</item>
/// <item>Limit: jerk, acceleration, velocity, position, in this order. The last two look ahead: a velocity is taken
/// only if the jerk limit can keep it under its own limit, a row only if braking right after it ends within the
/// positions.</item>
/// </list>
/// <para>From a row that was taken so, braking is one allowed way on: there is never a row that none fits.</para>
/// </remarks>
internal ref struct JointFollower
{
    // To 2^-24 of what one row's jerk allows.
    private const int Halvings = 24;

    // A tenth of a float32 row's rounding.
    private const double NearEnough = 1e-8;

    // The part of jerk and acceleration that is kept for coming back to a path which itself uses up more than the rest.
    private const double LeastShare = 0.25;

    private readonly ReadOnlySpan<double> _wanted;
    private readonly RowLimits _limits;
    private readonly RowLimits _planned;
    private readonly RowLimits _relative;
    private JointMotion _motion;

    /// <param name="wanted">Positions, one a row; at least one.</param>
    /// <param name="start">Where the command stands now.</param>
    /// <param name="limits">In the wanted rows' distance.</param>
    public JointFollower(ReadOnlySpan<double> wanted, in JointMotion start, in RowLimits limits)
    {
        _wanted = wanted;
        (_motion, _limits, _planned) = (start, limits, limits.ForPlanning);
        double acceleration = 0, jerk = 0;
        for (int row = 0; row < wanted.Length; row++)
        {
            acceleration = Math.Max(acceleration, Math.Abs(WantedAcceleration(row)));
            jerk = Math.Max(jerk, Math.Abs(WantedAcceleration(row) - WantedAcceleration(row - 1)));
        }
        _relative = _planned with
        {
            Acceleration = Math.Max(_planned.Acceleration - acceleration, LeastShare * _planned.Acceleration),
            Jerk = Math.Max(_planned.Jerk - jerk, LeastShare * _planned.Jerk),
        };
    }

    /// <summary>Fills the rows that the joint is to take.</summary>
    public void Follow(Span<double> rows)
    {
        for (int row = 0; row < rows.Length; row++)
        {
            _motion = _motion.Next(Limit(CanMeet(row) ? Meeting(row) : Approaching(row)));
            rows[row] = _motion.Position;
        }
    }

    private readonly double Meeting(int row) => _wanted[row] - _motion.Position - _motion.Velocity;

    private readonly bool CanMeet(int row)
    {
        JointMotion motion = _motion;
        for (int i = row; i < Math.Min(row + 3, _wanted.Length); i++)
        {
            double acceleration = _wanted[i] - motion.Position - motion.Velocity;
            if (Math.Abs(acceleration - motion.Acceleration) > _limits.Jerk
                || Math.Abs(acceleration) > _limits.Acceleration
                || Math.Abs(motion.Velocity + acceleration) > _limits.Velocity)
            {
                return false;
            }
            motion = motion.Next(acceleration);
        }
        return true;
    }

    private readonly double Approaching(int row)
    {
        double feedForward = WantedAcceleration(row);
        double least = Math.Max(_motion.Acceleration - _planned.Jerk, -_planned.Acceleration) - feedForward;
        double most = Math.Min(_motion.Acceleration + _planned.Jerk, _planned.Acceleration) - feedForward;
        var error = new JointMotion(
            _motion.Position - Wanted(row - 1), _motion.Velocity - (Wanted(row - 1) - Wanted(row - 2)), 0);
        if (!double.IsFinite(most - least))
            return Meeting(row);
        return Root(error, least, most) + feedForward;
    }

    /// <summary>The acceleration between two from which braking ends at no error, or the nearer one.</summary>
    /// <remarks>Regula falsi, Illinois: where braking ends rises with the acceleration.</remarks>
    private readonly double Root(in JointMotion error, double least, double most)
    {
        double low = Braking.RestingPlace(error.Next(least), _relative);
        if (low >= 0)
            return least;
        double high = Braking.RestingPlace(error.Next(most), _relative);
        if (high <= 0)
            return most;
        double between = least;
        for (int i = 0; i < Halvings; i++)
        {
            between = ((least * high) - (most * low)) / (high - low);
            double place = Braking.RestingPlace(error.Next(between), _relative);
            if (Math.Abs(place) < NearEnough)
                break;
            // The end that stays counts half, so that it moves in the next round.
            if (place < 0)
                (least, low, high) = (between, place, high / 2);
            else
                (most, high, low) = (between, place, low / 2);
        }
        return between;
    }

    private readonly double Limit(double wanted)
    {
        double acceleration = Math.Clamp(
            wanted, _motion.Acceleration - _planned.Jerk, _motion.Acceleration + _planned.Jerk);
        acceleration = Math.Clamp(acceleration, -_planned.Acceleration, _planned.Acceleration);
        acceleration = Math.Clamp(
            acceleration,
            Braking.AccelerationFor(-_planned.Velocity - _motion.Velocity, _planned.Jerk),
            Braking.AccelerationFor(_planned.Velocity - _motion.Velocity, _planned.Jerk));
        acceleration = WithinPositions(acceleration);
        // A robot that stands at the limit of jerk or acceleration already, by rounding or from before, has these last.
        acceleration = Math.Clamp(
            acceleration, _motion.Acceleration - _limits.Jerk, _motion.Acceleration + _limits.Jerk);
        return Math.Clamp(acceleration, -_limits.Acceleration, _limits.Acceleration);
    }

    /// <summary>As far from braking towards the acceleration as braking after it still ends in time.</summary>
    private readonly double WithinPositions(double wanted)
    {
        if (StaysWithin(wanted, _planned))
            return wanted;
        double braking = Braking.Step(_motion, _planned);
        if (!StaysWithin(braking, _planned))
            return Braking.Step(_motion, _limits);
        double safe = braking;
        for (int i = 0; i < Halvings; i++)
        {
            double middle = (safe + wanted) / 2;
            if (StaysWithin(middle, _planned))
                safe = middle;
            else
                wanted = middle;
        }
        return safe;
    }

    // A joint that stands outside may only come in.
    private readonly bool StaysWithin(double acceleration, in RowLimits limits) => Braking.StaysWithin(
        _motion.Next(acceleration),
        Math.Min(_limits.Minimum, _motion.Position),
        Math.Max(_limits.Maximum, _motion.Position),
        limits);

    private readonly double WantedAcceleration(int row) => Wanted(row) - (2 * Wanted(row - 1)) + Wanted(row - 2);

    /// <summary>Before its first row the wanted path is taken to have gone straight.</summary>
    private readonly double Wanted(int row)
    {
        if (row >= 0)
            return _wanted[row];
        double velocity = _wanted.Length > 1 ? _wanted[1] - _wanted[0] : 0;
        return _wanted[0] + (row * velocity);
    }
}
