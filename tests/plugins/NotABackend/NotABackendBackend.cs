using PolicyGate.Abstractions;

[assembly: PolicyBackend("NotABackend", typeof(PolicyGate.Tests.Plugins.NotABackendBackend))]

namespace PolicyGate.Tests.Plugins;

internal sealed class NotABackendBackend;
