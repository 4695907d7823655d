import SimulationKernel

/// A language's runtime, which decides how software starts and how it uses cores.
struct Runtime: Sendable {
  let name: String
  /// Words of an image's name that tell it.
  let imageWords: [String]
  /// Words beside which those mean something else.
  var otherWords: [String] = []
  /// Images whose names have such a word and are other software.
  var otherImages: [String] = []
  /// Programs that a container's command begins with.
  let programs: [String]
  /// Environment variables that only this runtime reads.
  let variables: [String]
  let figures: ServiceFigures

  /// What in a workload's main container tells the runtime; nil where nothing does.
  func hint(in workload: RunningWorkload) -> String? {
    hint(workload.image, workload.main)
  }

  /// What in a container with an image tells the runtime; nil where nothing does.
  func hint(_ image: ImageName, _ container: Container?) -> String? {
    let words = image.last.split { "-_.".contains($0) }.map(String.init)
    if let word = words.first(where: imageWords.contains),
      !words.contains(where: otherWords.contains), !otherImages.contains(where: image.isNamed)
    {
      return "image \(image.last) (\(word))"
    }
    guard let container else { return nil }
    let command = (container.command + container.args).first.flatMap {
      $0.split(separator: "/").last.map(String.init)
    }
    if let command, programs.contains(command) { return "command \(command)" }
    return container.env.map(\.name).first(where: variables.contains).map { "variable \($0)" }
  }
}

extension Runtime {
  /// The runtimes, the more telling ones first.
  static let all = [java, node, python, dotnet, php, ruby, go]

  static let java = Runtime(
    name: "the Java virtual machine",
    imageWords: ["java", "jre", "jdk", "openjdk", "temurin", "tomcat", "spring"],
    programs: ["java"], variables: ["JAVA_OPTS", "JAVA_TOOL_OPTIONS", "JDK_JAVA_OPTIONS"],
    figures: ServiceFigures(
      startupTime: .guess(.lognormal(p50: 8, p99: 25)), startupCPU: .guess(.seconds(5)),
      memory: .guess(256 << 20), memoryPerRequest: .guess(128 << 10),
      // The interpreter runs before compiled code does: HotSpot's tiered compilation.
      warmUp: .guess(WarmUpModel(duration: .seconds(30), factor: 2))))

  private static let node = Runtime(
    name: "Node.js", imageWords: ["node", "nodejs", "nextjs"],
    // Agents of Kubernetes' nodes: node-problem-detector, node-feature-discovery,
    // csi-node-driver-registrar, aws-node-termination-handler, velero's node-agent.
    otherWords: [
      "agent", "cache", "cleaner", "cni", "collector", "csi", "detector", "discovery", "dns",
      "driver", "exporter", "feature", "labeller", "maintenance", "problem", "registrar",
      "termination",
    ],
    otherImages: ["calico/node"],
    programs: ["node", "npm", "yarn", "pnpm", "npx"], variables: ["NODE_ENV", "NODE_OPTIONS"],
    figures: ServiceFigures(
      startupTime: .guess(.lognormal(p50: 1.5, p99: 5)), startupCPU: .guess(.milliseconds(800)),
      memory: .guess(80 << 20),
      threads: .known(1, "nodejs.org, The Node.js Event Loop: one thread runs JavaScript")))

  private static let python = Runtime(
    name: "Python", imageWords: ["python", "django", "flask", "fastapi", "uvicorn", "gunicorn"],
    programs: ["python", "python3", "gunicorn", "uvicorn", "flask", "celery"],
    variables: ["PYTHONUNBUFFERED", "PYTHONPATH", "DJANGO_SETTINGS_MODULE"],
    figures: ServiceFigures(
      startupTime: .guess(.lognormal(p50: 2, p99: 7)), startupCPU: .guess(.seconds(1)),
      memory: .guess(80 << 20), cpu: .guess(.lognormal(p50: 0.004, p99: 0.02)),
      threads: .known(1, "docs.python.org, global interpreter lock: one thread runs bytecode")))

  private static let dotnet = Runtime(
    name: ".NET", imageWords: ["dotnet", "aspnet", "aspnetcore"], programs: ["dotnet"],
    variables: ["ASPNETCORE_URLS", "ASPNETCORE_ENVIRONMENT", "DOTNET_ENVIRONMENT"],
    figures: ServiceFigures(
      startupTime: .guess(.lognormal(p50: 2, p99: 6)), startupCPU: .guess(.seconds(1)),
      memory: .guess(100 << 20),
      warmUp: .guess(WarmUpModel(duration: .seconds(15), factor: 2))))

  private static let php = Runtime(
    name: "PHP", imageWords: ["php", "fpm", "laravel", "wordpress", "drupal", "joomla"],
    programs: ["php", "php-fpm"], variables: ["PHP_INI_DIR"],
    figures: ServiceFigures(
      startupTime: .guess(.lognormal(p50: 1, p99: 3)), startupCPU: .guess(.milliseconds(200)),
      memory: .guess(50 << 20), memoryPerRequest: .guess(4 << 20),
      cpu: .guess(.lognormal(p50: 0.008, p99: 0.04))))

  private static let ruby = Runtime(
    name: "Ruby", imageWords: ["ruby", "rails", "puma", "sidekiq"],
    programs: ["ruby", "bundle", "rails", "puma", "sidekiq"],
    variables: ["RAILS_ENV", "RACK_ENV"],
    figures: ServiceFigures(
      startupTime: .guess(.lognormal(p50: 5, p99: 15)), startupCPU: .guess(.seconds(4)),
      memory: .guess(150 << 20), cpu: .guess(.lognormal(p50: 0.008, p99: 0.04))))

  private static let go = Runtime(
    name: "Go", imageWords: ["go", "golang"], programs: [],
    variables: ["GOMAXPROCS", "GOMEMLIMIT", "GOGC"],
    figures: ServiceFigures(
      startupTime: .guess(.lognormal(p50: 0.3, p99: 1)), startupCPU: .guess(.milliseconds(100)),
      memory: .guess(24 << 20), cpu: .guess(.lognormal(p50: 0.001, p99: 0.005))))
}
