return PolicyGate.Bench.BenchCommand.Run(args);
