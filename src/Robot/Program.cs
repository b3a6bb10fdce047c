using PolicyGate.RobotClient.CommandLine;

// policygate-robot: the robot's computer needs this file alone. A robot of one's own: samples/my-robot.
return RobotProgram.Run(
    args, new RobotChoice(new SimulatedRobotType(), new ProcessRobotType(Console.Error)), Console.Out, Console.Error);
