/// What runs in a pod, and where it may run.
///
/// Source: Kubernetes core/v1 PodSpec; defaults pkg/apis/core/v1/defaults.go SetDefaults_PodSpec.
package struct PodSpec: ManifestDecodable, Sendable {
  /// Where `serviceAccountName` was written; the enclosing object's place where it is absent.
  package var serviceAccountNameSpan: SourceSpan = .unknown
  /// Where `priorityClassName` was written; the enclosing object's place where it is absent.
  package var priorityClassNameSpan: SourceSpan = .unknown
  /// Where `priority` was written; the enclosing object's place where it is absent.
  package var prioritySpan: SourceSpan = .unknown
  /// Where `nodeSelector` was written; the enclosing object's place where it is absent.
  package var nodeSelectorSpan: SourceSpan = .unknown
  /// Where `affinity` was written; the enclosing object's place where it is absent.
  package var affinitySpan: SourceSpan = .unknown
  /// Where `activeDeadlineSeconds` was written; the enclosing object's place where it is absent.
  package var activeDeadlineSecondsSpan: SourceSpan = .unknown
  /// Where `dnsPolicy` was written; the enclosing object's place where it is absent.
  package var dnsPolicySpan: SourceSpan = .unknown
  /// Where the whole was written.
  package var span: SourceSpan = .unknown
  /// Where each field was written.
  package var spans: FieldSpans = .unknown
  /// Where `restartPolicy` was written; the enclosing object's place where it is absent.
  package var restartPolicySpan: SourceSpan = .unknown
  /// Containers.
  package var containers: [Container] = []
  /// Init containers in order; those with restart policy `Always` are sidecars.
  package var initContainers: [Container] = []
  /// Volumes.
  package var volumes: [Volume] = []
  /// What happens with ended containers.
  package var restartPolicy: RestartPolicy = .always
  /// Seconds from the deletion to SIGKILL.
  package var terminationGracePeriodSeconds: Int = 30
  /// Seconds after which the pod fails with DeadlineExceeded.
  package var activeDeadlineSeconds: Int?
  /// Resolver configuration.
  package var dnsPolicy: DNSPolicy = .clusterFirst
  /// Additional resolver settings.
  package var dnsConfig: DNSConfig?
  /// Extra lines of the hosts file.
  package var hostAliases: [HostAlias] = []
  /// Whether the pod uses the node's network.
  package var hostNetwork: Bool = false
  /// Whether the pod sees the node's processes.
  package var hostPID: Bool = false
  /// Whether the pod shares the node's IPC namespace.
  package var hostIPC: Bool = false
  /// Whether the containers see each other's processes.
  package var shareProcessNamespace: Bool = false
  /// Whether its users are those of the node; they are where nothing is written.
  package var hostUsers: Bool = true
  /// Where debug containers are written, which only the API of a running pod adds; nil where none
  /// are.
  package var ephemeralContainersSpan: SourceSpan?
  /// Host name; the pod's name when nil.
  package var hostname: String?
  /// Headless Service under which the host name resolves.
  package var subdomain: String?
  /// Node that the pod is bound to without the scheduler.
  package var nodeName: String?
  /// Labels that a node must have.
  package var nodeSelector: StringMap = StringMap()
  /// Placement wishes.
  package var affinity: Affinity?
  /// Taints endured.
  package var tolerations: [Toleration] = []
  /// Spreading over zones and nodes.
  package var topologySpreadConstraints: [TopologySpreadConstraint] = []
  /// Scheduler that places it.
  package var schedulerName: String = "default-scheduler"
  /// Gates that hold the pod back.
  package var schedulingGates: [SchedulingGate] = []
  /// Priority class.
  package var priorityClassName: String?
  /// Priority as admission writes it; only dumps carry it.
  package var priority: Int?
  /// Whether it may preempt; the class's when nil.
  package var preemptionPolicy: PreemptionPolicy?
  /// Further conditions of readiness.
  package var readinessGates: [ReadinessGate] = []
  /// Service account of its API calls and mesh identity.
  package var serviceAccountName: String = "default"
  /// Whether a token is mounted; the account's setting when nil.
  package var automountServiceAccountToken: Bool?
  /// Registry credentials.
  package var imagePullSecrets: [LocalObjectReference] = []
  /// Whether Services become environment variables.
  package var enableServiceLinks: Bool = true
  /// Privileges of all containers.
  package var securityContext: PodSecurityContext?
  /// Resources of the sandbox, added to the requests.
  package var overhead: ResourceList = ResourceList()
  /// Requests and limits of the whole pod (1.34 beta).
  package var resources: ResourceRequirements?
  /// The operating system that its containers are for; that of the node where it is nil.
  package var os: PodOS?
  /// Claims of devices, by the names that its containers use (DynamicResourceAllocation).
  package var resourceClaims: [PodResourceClaim] = []
  /// Container runtime.
  package var runtimeClassName: String?

  /// Makes what an absent field stands for.
  package init() {}

  /// Reads the fields, with upstream's defaults for absent ones.
  package init?(from node: YAMLNode, _ diagnostics: DiagnosticCollector) {
    guard var reader = ObjectReader(node, diagnostics, what: "a pod spec") else { return nil }
    span = reader.span
    spans = reader.spans
    restartPolicySpan = reader.span(of: "restartPolicy")
    reader.read("containers", into: &containers)
    reader.read("initContainers", into: &initContainers)
    reader.read("volumes", into: &volumes)
    reader.read("restartPolicy", into: &restartPolicy)
    reader.read("terminationGracePeriodSeconds", into: &terminationGracePeriodSeconds)
    reader.read("activeDeadlineSeconds", into: &activeDeadlineSeconds)
    activeDeadlineSecondsSpan = reader.span(of: "activeDeadlineSeconds")
    reader.read("dnsPolicy", into: &dnsPolicy)
    dnsPolicySpan = reader.span(of: "dnsPolicy")
    reader.read("dnsConfig", into: &dnsConfig)
    reader.read("hostAliases", into: &hostAliases)
    reader.read("hostNetwork", into: &hostNetwork)
    reader.read("hostPID", into: &hostPID)
    reader.read("hostIPC", into: &hostIPC)
    reader.read("shareProcessNamespace", into: &shareProcessNamespace)
    reader.read("hostUsers", into: &hostUsers)
    let debugging = reader.node("ephemeralContainers")
    ephemeralContainersSpan = debugging.flatMap { $0.elements?.isEmpty ?? true ? nil : $0.span }
    reader.read("hostname", into: &hostname)
    reader.read("subdomain", into: &subdomain)
    readPlacement(&reader)
    readRuntime(&reader)
  }

  private mutating func readPlacement(_ reader: inout ObjectReader) {
    reader.read("nodeName", into: &nodeName)
    reader.read("nodeSelector", into: &nodeSelector)
    nodeSelectorSpan = reader.span(of: "nodeSelector")
    reader.read("affinity", into: &affinity)
    affinitySpan = reader.span(of: "affinity")
    reader.read("tolerations", into: &tolerations)
    reader.read("topologySpreadConstraints", into: &topologySpreadConstraints)
    reader.read("schedulerName", into: &schedulerName)
    reader.read("schedulingGates", into: &schedulingGates)
    reader.read("priorityClassName", into: &priorityClassName)
    priorityClassNameSpan = reader.span(of: "priorityClassName")
    reader.read("priority", into: &priority)
    prioritySpan = reader.span(of: "priority")
    reader.read("preemptionPolicy", into: &preemptionPolicy)
    reader.read("readinessGates", into: &readinessGates)
  }

  private mutating func readRuntime(_ reader: inout ObjectReader) {
    reader.read("serviceAccountName", into: &serviceAccountName)
    serviceAccountNameSpan = reader.span(of: "serviceAccountName")
    reader.read("automountServiceAccountToken", into: &automountServiceAccountToken)
    reader.read("imagePullSecrets", into: &imagePullSecrets)
    reader.read("enableServiceLinks", into: &enableServiceLinks)
    reader.read("securityContext", into: &securityContext)
    reader.read("overhead", into: &overhead)
    reader.read("resources", into: &resources)
    reader.read("runtimeClassName", into: &runtimeClassName)
    reader.read("os", into: &os)
    reader.read("resourceClaims", into: &resourceClaims)
  }
}
