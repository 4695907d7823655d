extension ManifestSet {
  /// Resources of which operators make StatefulSets: what runs in the first of these that holds
  /// data, which all together are one system.
  var setWorkloads: [RunningWorkload] {
    operated.compactMap { resource in
      let sets = statefulSets.filter { resource.owns($0.metadata) }
      let holders = sets.filter { OperatedRole(of: $0.template.metadata.labels) != .coordinator }
      guard let first = holders.first ?? sets.first else { return nil }
      var running = workload(
        resource.modelKind, resource.metadata, first.template, resource.span,
        replicas: (holders.isEmpty ? sets : holders).reduce(0) { $0 + $1.replicas.summable })
      running.labels = StringMap(
        first.template.metadata.labels.entries.filter { entry in
          sets.allSatisfy { $0.template.metadata.labels[entry.key] == entry.value }
        }.map { ($0.key, $0.value) })
      running.sets = sets.map(\.metadata.name)
      let shards = sets.compactMap { $0.template.metadata.labels["clickhouse.altinity.com/shard"] }
      running.shards = max(1, Set(shards).count)
      return running
    }
  }
}

extension RunningWorkload {
  /// Whether a Service's selector leads to its pods.
  ///
  /// Software that an operator runs labels its pods with what they do: a label that its template
  /// does not have may be one of these.
  func isSelected(by selector: StringMap) -> Bool {
    guard !sets.isEmpty else { return selector.isSubset(of: labels) }
    let known = selector.entries.filter { labels[$0.key] != nil }
    return !known.isEmpty && known.allSatisfy { labels[$0.key] == $0.value }
  }
}

extension ManifestSet {
  /// The ClickHouse Keeper among the hosts that a ClickHouse of Altinity's operator names as its
  /// ZooKeeper, by the Services of the former.
  func keeper(of workload: RunningWorkload, _ reader: ConfigurationReader) -> OperatedResource? {
    guard !workload.sets.isEmpty else { return nil }
    let hosts = reader.texts(of: workload).flatMap {
      ConfigurationKeys.pairs(in: $0.text, key: $0.key)
    }.filter { $0.key == "zookeeper.node.host" }.map { $0.value.split(separator: ".") }
    return operated.first { resource in
      resource.kind == "ClickHouseKeeperInstallation"
        && hosts.contains { host in
          let home = host.dropFirst().first.map { String($0) } ?? workload.namespace
          return home == resource.metadata.home
            && resource.made.contains { $0.kind == "Service" && $0.name[...] == host.first }
        }
    }
  }
}

extension StoreConfiguration {
  /// The workloads that coordinate the servers of a store, where its configuration names them.
  package func keeper(of model: StoreModel) -> WorkloadReference? {
    guard let workload = holder(of: model) else { return nil }
    return manifests.keeper(of: workload, reader).map {
      WorkloadReference(
        kind: $0.modelKind, namespace: $0.metadata.home, name: $0.metadata.name,
        span: model.workload.span)
    }
  }
}
