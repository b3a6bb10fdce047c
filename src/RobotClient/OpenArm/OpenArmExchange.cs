namespace PolicyGate.RobotClient.OpenArm;

/// <summary>One request and its answer.</summary>
/// <param name="Answer">As it came.</param>
/// <param name="RoundTrip">From the request's first byte sent to the answer's last byte received.</param>
public readonly record struct OpenArmExchange(OpenArmAnswer Answer, TimeSpan RoundTrip);
