namespace PolicyGate.Formats.LeRobot;

/// <summary>One entry of a robot's <c>lerobot_features</c>.</summary>
/// <param name="Name">As <c>observation.state</c> or <c>observation.images.front</c>.</param>
/// <param name="DataType"><c>float32</c>, <c>image</c> or <c>video</c>.</param>
/// <param name="Shape">The state's length; a picture's height, width and 3.</param>
/// <param name="Names">Of the state's joints in order, as the observation's keys have them.</param>
internal sealed record LeRobotFeature(
    string Name, string DataType, IReadOnlyList<int> Shape, IReadOnlyList<string> Names);
