extension ManifestDocument {
  /// Reports a name, labels and the like that the API server refuses in an object of any kind.
  ///
  /// A kind has names of subdomains but for few: signers stand before a colon in those of
  /// ClusterTrustBundles, IPAddresses are named as they are, and the APIService of the core group
  /// ends in a dot (their strategies' validation).
  func checkMetadata(_ diagnostics: DiagnosticCollector) {
    guard let node = node["metadata"], var metadata = ObjectMeta(from: node, diagnostics) else {
      return
    }
    if metadata.name.isEmpty { metadata.name = name }
    let isFree = ["APIService", "ClusterTrustBundle", "IPAddress"].contains(kind)
    metadata.check(isFree ? .pathSegment : .subdomain, diagnostics)
  }
}
