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
  /// CPU limit in thousandths of a core.
  package var cpuLimitMilli: Int64?
  /// Memory limit in bytes.
  package var memoryLimit: Int64?
  /// Limit of what it may write on its node's disk, in bytes.
  package var ephemeralLimit: Int64?
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
  /// Length of the preStop hook; zero without one.
  package var preStop = SimDuration.zero
  /// Host ports it binds.
  package var hostPorts: [HostPort] = []
  /// How long it runs when it is an init container.
  package var initDuration = SimDuration.seconds(1)
  /// How copies of its software agree on the one that acts; nil where all do.
  package var election: LeaderElection?
  /// Whether it is a sidecar: an init container with restart policy Always.
  package var isSidecar = false

  /// Makes a container with nothing requested.
  package init(name: String, image: String) {
    self.name = name
    self.image = image
  }
}

/// A port that a container binds on its node.
package struct HostPort: Hashable, Sendable {
  /// TCP, UDP or SCTP.
  package var transport: String
  /// Address bound; `0.0.0.0` stands for all.
  package var address: String
  /// Port number.
  package var port: Int

  /// Makes a port.
  package init(transport: String, address: String, port: Int) {
    self.transport = transport
    self.address = address.isEmpty ? "0.0.0.0" : address
    self.port = port
  }

  /// Whether two ports can't be on one node (scheduler HostPortInfo.CheckConflict).
  package func conflicts(with other: HostPort) -> Bool {
    port == other.port && transport == other.transport
      && (address == other.address || address == "0.0.0.0" || other.address == "0.0.0.0")
  }
}

/// A probe's times and thresholds (Kubernetes core/v1 Probe; defaults of SetDefaults_Probe).
package struct ProbeSpec: Hashable, Sendable {
  /// How it checks.
  package var handler = ProbeHandler.http
  /// From container start to the first check.
  package var initialDelay = SimDuration.zero
  /// Between checks.
  package var period = SimDuration.seconds(10)
  /// After which a check without an answer fails.
  package var timeout = SimDuration.seconds(1)
  /// Passes in a row that make a success.
  package var successThreshold: Int32 = 1
  /// Failures in a row that make a failure.
  package var failureThreshold: Int32 = 3
  /// Grace of a container that this probe kills; the pod's own when nil.
  package var terminationGrace: SimDuration?

  /// Makes a probe with upstream's defaults.
  package init() {}

  /// Failures in a row that a probe endures so that it gives up only after a time (CloudNativePG's
  /// `startDelay`, instance_manager.md).
  package static func failureThreshold(lasting time: SimDuration, period: SimDuration) -> Int32 {
    let step = max(period.nanoseconds, 1)
    let (whole, rest) = time.nanoseconds.quotientAndRemainder(dividingBy: step)
    return Int32(clamping: max(1, whole + rest.signum()))
  }
}

/// What a probe does to find out (Kubernetes core/v1 ProbeHandler).
package enum ProbeHandler: UInt8, Sendable {
  /// A request that must be answered with a status from 200 to 399.
  case http
  /// A connection that must be accepted.
  case tcp
  /// A health check call of gRPC.
  case grpc
  /// A command in the container that must end with 0.
  case exec
}
