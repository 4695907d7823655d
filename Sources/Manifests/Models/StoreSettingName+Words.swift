import SimulationKernel

extension StoreSettingName.Kind {
  /// What a node of Elasticsearch may be (server, DiscoveryNodeRole and DataTier), which does not
  /// start with another word.
  private static let nodeRoles = [
    "data", "data_cold", "data_content", "data_frozen", "data_hot", "data_warm", "index", "ingest",
    "master", "ml", "remote_cluster_client", "search", "transform", "voting_only",
  ]

  /// Why the software does not start with a text, or knows no such version; nil where neither is
  /// so, or where the text names a variable.
  func refusal(of text: String) -> String? {
    guard !text.contains("$") else { return nil }
    switch self {
    case .retention where !Self.isRetention(text):
      return "must be a whole number or a length of time such as 30m"
    case .roles:
      let names = text.split { !$0.isLetter && $0 != "_" }.map { String($0) }
      let stray = names.first { !Self.nodeRoles.contains($0) }
      return stray.map { "must have roles that Elasticsearch knows, and \"\($0)\" is none" }
    case .version where !(text.first?.isNumber ?? false):
      return "must be a version such as 4.1"
    default: return nil
    }
  }

  /// A whole number, or a length as Go writes it, which knows no days; no text stands for 0 (etcd
  /// embed/etcd.go StartEtcd, parseCompactionRetention).
  private static func isRetention(_ text: String) -> Bool {
    guard !text.isEmpty else { return true }
    if let number = Int64(text) { return number >= 0 }
    return !text.contains("d") && DurationText.parse(text) != nil
  }
}
