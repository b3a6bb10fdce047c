namespace PolicyGate.Abstractions;

/// <summary>How a model that knows no names is called.</summary>
/// <param name="Method">As <c>forward</c>.</param>
/// <param name="Arguments">Each input of <see cref="PolicyContext.Declared"/> once, by name, in the order in which the
/// method takes them.</param>
public sealed record PositionalCall(string Method, IReadOnlyList<string> Arguments);
