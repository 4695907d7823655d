import Manifests
import SimulationKernel

extension ContainerSpec {
  /// Reads a container of a pod spec.
  init(_ container: Container, of pod: PodSpec, version: ClusterVersion) {
    self.init(name: container.name, image: container.image)
    let resources = container.resources
    requests = PodResources(resources.requests)
    hasCPURequest = resources.requests.cpu != nil
    hasMemoryRequest = resources.requests.memory != nil
    hasStorageRequest = resources.requests["ephemeral-storage"] != nil
    cpuLimitMilli = resources.limits.cpu.map(\.milliCPU).flatMap { $0 > 0 ? $0 : nil }
    memoryLimit = resources.limits.memory.map(\.bytes)
    ephemeralLimit = resources.limits["ephemeral-storage"].map(\.bytes)
    restartsForCPU = container.restarts(for: "cpu")
    restartsForMemory = container.restarts(for: "memory")
    switch container.imagePullPolicy {
    case .always: pull = .always
    case .ifNotPresent: pull = .ifNotPresent
    case .never: pull = .never
    }
    environment = ContainerSpec.environment(of: container)
    election = LeaderElection(container)
    startupProbe = container.startupProbe.map { ProbeSpec($0, of: container) }
    livenessProbe = container.livenessProbe.map { ProbeSpec($0, of: container) }
    readinessProbe = container.readinessProbe.map { ProbeSpec($0, of: container) }
    readHooks(container.lifecycle)
    readCommand(of: container, in: pod)
    rootProblem = RootProblem(container, in: pod)
    isSidecar = container.restartPolicy == .always
    if version.hasContainerRestarts {
      restartPolicy = container.restartPolicy.map(ContainerRestarts.init)
      restartRules = container.restartPolicyRules.compactMap(ExitCodeRule.init)
    }
    initDuration = initDuration + ContainerSpec.pause(of: container)
    initExitCode = PlainCommand(container.command + container.args)?.exitCode ?? 0
    hostPorts = container.ports.compactMap { port in
      let number = port.hostPort ?? (pod.hostNetwork ? port.containerPort : nil)
      return number.map {
        HostPort(transport: port.protocol.rawValue, address: port.hostIP ?? "", port: $0)
      }
    }
  }

  private mutating func readHooks(_ hooks: Lifecycle?) {
    postStart = hooks?.postStart.map(ContainerSpec.length) ?? .zero
    postStartFails = hooks?.postStart.map(ContainerSpec.fails) ?? false
    preStop = hooks?.preStop.map(ContainerSpec.length) ?? .zero
    preStopFails = hooks?.preStop.map(ContainerSpec.fails) ?? false
    preStopIsCommand = hooks?.preStop?.exec != nil
  }

  /// Reads what it runs, if that is written: arguments alone go to what its image runs.
  private mutating func readCommand(of container: Container, in pod: PodSpec) {
    guard !container.command.isEmpty else { return }
    command = PlainCommand(container.command + container.args)
    ignoresTermination = command != nil && !pod.shareProcessNamespace && !pod.hostPID
  }

  /// Whether a hook's command surely ends with a failure.
  private static func fails(_ hook: LifecycleHandler) -> Bool {
    hook.exec.flatMap { PlainCommand($0.command) }.map { $0.exitCode != 0 } ?? false
  }

  /// How long a hook takes: what its command says, or its sleep; another command or request ends
  /// quickly.
  private static func length(of hook: LifecycleHandler) -> SimDuration {
    if let sleep = hook.sleep { return .seconds(Int64(sleep.seconds)) }
    let command = hook.exec?.command ?? []
    let known = PlainCommand(command).map { $0.length ?? endless }
    return max(known ?? sleep(in: words(of: command)) ?? .zero, .milliseconds(100))
  }

  /// How long an init container lasts beside what it does; one of more than plain commands that
  /// sleeps in a loop waits for something, which is taken to be there.
  private static func pause(of container: Container) -> SimDuration {
    if let known = PlainCommand(container.command + container.args) {
      return known.length ?? endless
    }
    let words = words(of: container.command + container.args)
    let isLoop = ["until", "while", "for"].contains { words.contains($0) }
    return isLoop ? .zero : sleep(in: words) ?? .zero
  }

  /// Longer than any run, for what never ends.
  private static var endless: SimDuration { .seconds(1_000_000_000) }

  private static func words(of command: [String]) -> [Substring] {
    command.flatMap { $0.split { !($0.isLetter || $0.isNumber || $0 == ".") } }
  }

  private static func sleep(in words: [Substring]) -> SimDuration? {
    guard let index = words.firstIndex(of: "sleep"), index + 1 < words.count,
      let seconds = Double(words[index + 1]), seconds >= 0, seconds < 1e9
    else { return nil }
    return SimDuration(seconds: seconds)
  }
}

extension ProbeSpec {
  /// Reads a probe of a container.
  init(_ probe: Probe, of container: Container) {
    self.init()
    target = ProbeTarget(probe, of: container)
    if probe.tcpSocket != nil { handler = .tcp }
    if probe.grpc != nil { handler = .grpc }
    if let exec = probe.exec {
      handler = .exec
      command = exec.command
      plainCommand = PlainCommand(command)
    }
    initialDelay = .seconds(Int64(probe.initialDelaySeconds))
    period = .seconds(Int64(max(1, probe.periodSeconds)))
    timeout = .seconds(Int64(max(1, probe.timeoutSeconds)))
    successThreshold = Int32(clamping: max(1, probe.successThreshold))
    failureThreshold = Int32(clamping: max(1, probe.failureThreshold))
    terminationGrace = probe.terminationGracePeriodSeconds.map { .seconds(Int64($0)) }
  }
}

extension Container {
  /// Whether another amount of a resource starts it anew.
  fileprivate func restarts(for resource: String) -> Bool {
    resizePolicy.contains {
      $0.resourceName == resource && $0.restartPolicy == "RestartContainer"
    }
  }
}
