using PolicyGate.RobotClient.CommandLine;
using PolicyGate.Samples;

return RobotProgram.Run(args, new MyRobot());
