package import SimulationKernel

/// A container as the scheduler, the kubelet and the CPU model need it.
package struct ContainerSpec: Sendable {
  /// Name, unique in the pod.
  package var name: String
  /// Image reference.
  package var image: String
  /// When the image is pulled.
  package var pull = ImagePull.ifNotPresent
  /// Requests, with limits filled in where only they are given.
  package var requests = PodResources()
  /// Whether a CPU request is given (an explicit zero counts as given).
  package var hasCPURequest = false
  /// Whether a memory request is given.
  package var hasMemoryRequest = false
  /// Whether a request of ephemeral storage is given.
  package var hasStorageRequest = false
  /// CPU limit in thousandths of a core.
  package var cpuLimitMilli: Int64?
  /// Memory limit in bytes.
  package var memoryLimit: Int64?
  /// Limit of what it may write on its node's disk, in bytes.
  package var ephemeralLimit: Int64?
  /// Whether another amount of CPU starts it anew (resizePolicy).
  package var restartsForCPU = false
  /// Whether another amount of memory starts it anew (resizePolicy).
  package var restartsForMemory = false
  /// Startup probe.
  package var startupProbe: ProbeSpec?
  /// Liveness probe.
  package var livenessProbe: ProbeSpec?
  /// Readiness probe.
  package var readinessProbe: ProbeSpec?
  /// ConfigMaps and Secrets that environment variables take values from.
  package var environment: [ConfigurationReference] = []
  /// Length of the postStart hook; zero without one.
  package var postStart = SimDuration.zero
  /// Whether the postStart hook surely fails.
  package var postStartFails = false
  /// Length of the preStop hook; zero without one.
  package var preStop = SimDuration.zero
  /// Whether the preStop hook is a command, which dies with the container.
  package var preStopIsCommand = false
  /// Whether the preStop hook surely fails.
  package var preStopFails = false
  /// What its command does, where its text alone says it; nil where the software's model and faults
  /// say when it ends.
  package var command: PlainCommand?
  /// Whether nothing but SIGKILL ends it before its time: the kernel hands the first process of a
  /// namespace no signal that this has no handler for (pid_namespaces(7)), and a plain command has
  /// none.
  package var ignoresTermination = false
  /// Why it would run as root, which it must not; nil where it would not.
  package var rootProblem: RootProblem?
  /// Host ports it binds.
  package var hostPorts: [HostPort] = []
  /// How long it runs when it is an init container.
  package var initDuration = SimDuration.seconds(1)
  /// What it polls before that when it is an init container, one after the other.
  package var waits: [ServiceWait] = []
  /// The exit code with which it ends when it is an init container.
  package var initExitCode: Int32 = 0
  /// How copies of its software agree on the one that acts; nil where all do.
  package var election: LeaderElection?
  /// Whether it is a sidecar: an init container with restart policy Always.
  package var isSidecar = false

  /// Its own restart policy; nil where it has its pod's.
  package var restartPolicy: ContainerRestarts?
  /// Exit codes after which it is started again in any case.
  package var restartRules: [ExitCodeRule] = []

  /// Makes a container with nothing requested.
  package init(name: String, image: String) {
    self.name = name
    self.image = image
  }

  /// Whether it is started again after its end, in a pod with a restart policy
  /// (pkg/kubelet/container ContainerShouldRestart).
  func isRestarted(after exitCode: Int32, hasFailed: Bool, in pod: ContainerRestarts) -> Bool {
    if restartPolicy != nil, restartRules.contains(where: { $0.matches(exitCode) }) { return true }
    switch restartPolicy ?? pod {
    case .always: return true
    case .onFailure: return hasFailed
    case .never: return false
    }
  }
}
