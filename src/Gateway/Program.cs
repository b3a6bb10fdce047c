return PolicyGate.Gateway.CommandLine.PolicyGateCommand.Run(args);
