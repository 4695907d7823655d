/// What a hook does; one field is set.
///
/// Source: Kubernetes core/v1 LifecycleHandler.
package struct LifecycleHandler: ManifestDecodable, Sendable {
  /// Run a command.
  package var exec: ExecAction?
  /// Send an HTTP request.
  package var httpGet: HTTPGetAction?
  /// Kept by the API, never run.
  package var tcpSocket: TCPSocketAction?
  /// Pause.
  package var sleep: SleepAction?
  /// Where the whole was written.
  package var span: SourceSpan = .unknown

  /// Makes what an absent field stands for.
  package init() {}

  /// Reads the fields, with upstream's defaults for absent ones.
  package init?(from node: YAMLNode, _ diagnostics: DiagnosticCollector) {
    guard var reader = ObjectReader(node, diagnostics, what: "a lifecycle handler") else {
      return nil
    }
    reader.read("exec", into: &exec)
    reader.read("httpGet", into: &httpGet)
    reader.read("tcpSocket", into: &tcpSocket)
    reader.read("sleep", into: &sleep)
    span = reader.span
  }
}
