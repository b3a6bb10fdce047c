namespace PolicyGate.Abstractions;

/// <summary>One line of a diagnosis.</summary>
/// <param name="Level">Whether it hinders.</param>
/// <param name="Subject">What it is about, as <c>CUDA driver</c> or <c>input observation.state</c>.</param>
/// <param name="Text">What was found and, for anything but <see cref="FindingLevel.Ok"/>, how to mend it.</param>
public sealed record Finding(FindingLevel Level, string Subject, string Text);
