/// Objects of operators that do nothing because the resource that they belong to is missing.
package enum OwningResources: PlatformCheck {
  /// Reports node pools, topics and users without their Kafka, which Strimzi leaves alone, and
  /// poolers and scheduled backups without their Cluster, which CloudNativePG waits for.
  package static func report(on platform: CheckedPlatform, _ diagnostics: DiagnosticCollector) {
    let manifests = platform.manifests
    let postgres = Owners("Cluster", manifests.postgresClusters.map(\.metadata))
    for object in manifests.poolers {
      postgres.check(
        "Pooler", object.metadata, object.cluster.name, object.cluster.nameSpan, diagnostics)
    }
    for object in manifests.scheduledBackups {
      postgres.check(
        "ScheduledBackup", object.metadata, object.cluster.name, object.cluster.nameSpan,
        diagnostics)
    }
    let kafka = Owners("Kafka", manifests.kafkaClusters.map(\.metadata))
    for pool in manifests.kafkaNodePools {
      kafka.check("KafkaNodePool", pool.metadata, diagnostics)
    }
    for topic in manifests.kafkaTopics { kafka.check("KafkaTopic", topic.metadata, diagnostics) }
    for document in manifests.unknown
    where document.kind == "KafkaUser" && document.group == "kafka.strimzi.io" {
      guard let node = document.node["metadata"],
        let metadata = ObjectMeta(from: node, DiagnosticCollector(lenient: true))
      else { continue }
      kafka.check("KafkaUser", metadata, diagnostics)
    }
  }
}

/// The resources of a kind to which others belong.
private struct Owners {
  let kind: String
  let owners: [ObjectMeta]

  init(_ kind: String, _ owners: [ObjectMeta]) {
    self.kind = kind
    self.owners = owners
  }

  /// Reports an object of Strimzi's whose label names no owner in its namespace.
  func check(_ kind: String, _ object: ObjectMeta, _ diagnostics: DiagnosticCollector) {
    check(
      kind, object, object.labels["strimzi.io/cluster"], object.labelsSpan.start, diagnostics)
  }

  /// Reports an object whose owner is not in its namespace.
  func check(
    _ kind: String, _ object: ObjectMeta, _ owner: String?, _ span: SourceSpan,
    _ diagnostics: DiagnosticCollector
  ) {
    guard let owner else {
      diagnostics.warning(
        "the \(kind) \(object.name) belongs to no \(self.kind): nothing is made of it", at: span,
        code: "unknown-owner", help: "label it strimzi.io/cluster: NAME")
      return
    }
    let near = owners.filter { $0.home == object.home }.map(\.name)
    guard !near.contains(owner) else { return }
    let elsewhere = owners.first { $0.name == owner }.map {
      "it is in the namespace \"\($0.home)\""
    }
    diagnostics.warning(
      "the \(kind) \(object.name) belongs to the \(self.kind) \"\(owner)\", which no manifest "
        + "defines", at: span, code: "unknown-owner",
      help: elsewhere ?? nearest(owner, in: near).map { "did you mean \"\($0)\"?" })
  }
}
