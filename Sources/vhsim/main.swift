import Twin
harness(CommandLine.arguments[1], Double(CommandLine.arguments[2]) ?? 400000)
