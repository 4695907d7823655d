/// A periodic check of a container with its handler and thresholds.
///
/// Source: Kubernetes core/v1 Probe; defaults pkg/apis/core/v1/defaults.go SetDefaults_Probe.
package struct Probe: ManifestDecodable, Sendable {
  /// HTTP handler.
  package var httpGet: HTTPGetAction?
  /// TCP handler.
  package var tcpSocket: TCPSocketAction?
  /// gRPC handler.
  package var grpc: GRPCAction?
  /// Command handler.
  package var exec: ExecAction?
  /// Seconds from container start to the first check.
  package var initialDelaySeconds: Int = 0
  /// Seconds after which a check fails.
  package var timeoutSeconds: Int = 1
  /// Seconds between checks.
  package var periodSeconds: Int = 10
  /// Passes in a row that make it a success.
  package var successThreshold: Int = 1
  /// Failures in a row that make it a failure.
  package var failureThreshold: Int = 3
  /// Grace for a container killed by this probe; the pod's own when nil.
  package var terminationGracePeriodSeconds: Int?
  /// Where each field was written.
  package var spans: FieldSpans = .unknown
  /// Where the whole was written.
  package var span: SourceSpan = .unknown

  /// Makes what an absent field stands for.
  package init() {}

  /// Reads the fields, with upstream's defaults for absent ones.
  package init?(from node: YAMLNode, _ diagnostics: DiagnosticCollector) {
    guard var reader = ObjectReader(node, diagnostics, what: "a probe") else { return nil }
    reader.read("httpGet", into: &httpGet)
    reader.read("tcpSocket", into: &tcpSocket)
    reader.read("grpc", into: &grpc)
    reader.read("exec", into: &exec)
    reader.read("initialDelaySeconds", into: &initialDelaySeconds)
    reader.read("timeoutSeconds", into: &timeoutSeconds)
    reader.read("periodSeconds", into: &periodSeconds)
    reader.read("successThreshold", into: &successThreshold)
    reader.read("failureThreshold", into: &failureThreshold)
    fillZeros()
    reader.read("terminationGracePeriodSeconds", into: &terminationGracePeriodSeconds)
    spans = reader.spans
    span = reader.span
  }

  /// A number of 0 is the same as none (SetDefaults_Probe).
  private mutating func fillZeros() {
    let standard = Probe()
    if timeoutSeconds == 0 { timeoutSeconds = standard.timeoutSeconds }
    if periodSeconds == 0 { periodSeconds = standard.periodSeconds }
    if successThreshold == 0 { successThreshold = standard.successThreshold }
    if failureThreshold == 0 { failureThreshold = standard.failureThreshold }
  }
}
