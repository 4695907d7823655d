/// A stable name and address for a set of pods.
///
/// Source: Kubernetes core/v1 Service; defaults pkg/apis/core/v1/defaults.go SetDefaults_Service.
package struct Service: ManifestResource {
  /// Name, namespace, labels and annotations.
  package var metadata: ObjectMeta
  /// How it is reached.
  package var type: ServiceType = .clusterIP
  /// Labels of its pods; empty means that its endpoints come from elsewhere.
  package var selector: StringMap = StringMap()
  /// Ports.
  package var ports: [ServicePort] = []
  /// Virtual address; `None` makes it headless.
  package var clusterIP: String?
  /// Virtual addresses, of which the first is `clusterIP`.
  package var clusterIPs: [String] = []
  /// Outside name of an ExternalName Service.
  package var externalName: String?
  /// Outside addresses that nodes accept for it.
  package var externalIPs: [String] = []
  /// Whether a client keeps its pod.
  package var sessionAffinity: SessionAffinity = .none
  /// How long it keeps it.
  package var sessionAffinityConfig: SessionAffinityConfig = SessionAffinityConfig()
  /// Endpoints for traffic from inside.
  package var internalTrafficPolicy: TrafficPolicy = .cluster
  /// Endpoints for traffic from outside.
  package var externalTrafficPolicy: TrafficPolicy = .cluster
  /// Whether `externalTrafficPolicy` is written; only Services that are reached from outside have
  /// it.
  package var statesExternalPolicy = false
  /// Whether pods that aren't ready are published.
  package var publishNotReadyAddresses: Bool = false
  /// Preference, as `PreferClose`.
  package var trafficDistribution: String?
  /// Families of addresses that it has, as `IPv4`.
  package var ipFamilies: [String] = []
  /// How many families it wants, as `SingleStack`.
  package var ipFamilyPolicy: String?
  /// Ranges of addresses that a load balancer lets in; all when empty.
  package var loadBalancerSourceRanges: [String] = []
  /// Whether a load balancer's ports each get a port of the nodes.
  package var allocateLoadBalancerNodePorts: Bool = true
  /// Implementation of the load balancer.
  package var loadBalancerClass: String?
  /// Port of the nodes on which a load balancer asks whether they have pods of it; 0 is for the
  /// cluster to choose.
  package var healthCheckNodePort: Int = 0
  /// Fields of the spec that are written.
  package var writtenFields: [String] = []
  /// Where each field of the spec was written.
  package var spans: FieldSpans = .unknown
  /// Where `selector` was written; the enclosing object's place where it is absent.
  package var selectorSpan: SourceSpan
  /// Where `clusterIP` was written; the enclosing object's place where it is absent.
  package var clusterIPSpan: SourceSpan = .unknown
  /// Where `externalIPs` was written; the enclosing object's place where it is absent.
  package var externalIPsSpan: SourceSpan = .unknown
  /// Where `externalName` was written; the enclosing object's place where it is absent.
  package var externalNameSpan: SourceSpan = .unknown
  /// Where `externalTrafficPolicy` was written; the enclosing object's place where it is absent.
  package var externalTrafficPolicySpan: SourceSpan = .unknown
  /// Where `trafficDistribution` was written; the enclosing object's place where it is absent.
  package var trafficDistributionSpan: SourceSpan = .unknown
  /// Where `ipFamilies` was written; the enclosing object's place where it is absent.
  package var ipFamiliesSpan: SourceSpan = .unknown
  /// Where `ipFamilyPolicy` was written; the enclosing object's place where it is absent.
  package var ipFamilyPolicySpan: SourceSpan = .unknown
  /// Where `loadBalancerSourceRanges` was written; the enclosing object's place where it is absent.
  package var loadBalancerSourceRangesSpan: SourceSpan = .unknown
  /// Where the whole object was written.
  package var span: SourceSpan

  /// Reads the object, with upstream's defaults for absent fields.
  package init?(from node: YAMLNode, _ diagnostics: DiagnosticCollector) {
    guard var object = ObjectReader(node, diagnostics, what: "a Service") else { return nil }
    let metadata: ObjectMeta? = object.required("metadata")
    guard var spec = object.section("spec", diagnostics) else { return nil }
    spans = spec.spans
    writtenFields = (node["spec"]?.pairs ?? []).filter { !$0.value.isNull }.compactMap(\.key.text)
    spec.read("type", into: &type)
    spec.read("selector", into: &selector)
    spec.read("ports", into: &ports)
    spec.read("clusterIP", into: &clusterIP)
    clusterIPSpan = spec.span(of: "clusterIP")
    spec.read("externalName", into: &externalName)
    externalNameSpan = spec.span(of: "externalName")
    spec.read("externalIPs", into: &externalIPs)
    externalIPsSpan = spec.span(of: "externalIPs")
    spec.read("sessionAffinity", into: &sessionAffinity)
    spec.read("sessionAffinityConfig", into: &sessionAffinityConfig)
    spec.read("internalTrafficPolicy", into: &internalTrafficPolicy)
    spec.read("externalTrafficPolicy", into: &externalTrafficPolicy)
    statesExternalPolicy = !(node["spec"]?["externalTrafficPolicy"]?.text ?? "").isEmpty
    externalTrafficPolicySpan = spec.span(of: "externalTrafficPolicy")
    spec.read("publishNotReadyAddresses", into: &publishNotReadyAddresses)
    spec.read("trafficDistribution", into: &trafficDistribution)
    trafficDistributionSpan = spec.span(of: "trafficDistribution")
    spec.read("allocateLoadBalancerNodePorts", into: &allocateLoadBalancerNodePorts)
    spec.read("loadBalancerClass", into: &loadBalancerClass)
    spec.read("healthCheckNodePort", into: &healthCheckNodePort)
    selectorSpan = spec.span(of: "selector")
    guard let metadata else { return nil }
    self.metadata = metadata
    span = object.span
    readFamilies(&spec)
  }

  private mutating func readFamilies(_ spec: inout ObjectReader) {
    spec.read("clusterIPs", into: &clusterIPs)
    spec.read("ipFamilies", into: &ipFamilies)
    ipFamiliesSpan = spec.span(of: "ipFamilies")
    spec.read("ipFamilyPolicy", into: &ipFamilyPolicy)
    ipFamilyPolicySpan = spec.span(of: "ipFamilyPolicy")
    spec.read("loadBalancerSourceRanges", into: &loadBalancerSourceRanges)
    loadBalancerSourceRangesSpan = spec.span(of: "loadBalancerSourceRanges")
  }
}
