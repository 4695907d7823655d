/// The racks of Kafka's brokers.
extension StoreConfiguration {
  /// Where the rack of a store's brokers is told.
  ///
  /// Strimzi's `rack.topologyKey` names a label of a broker's machine; `broker.rack` is the rack
  /// itself, alike for all pods of a workload, and says nothing where a workload of the brokers has
  /// none.
  func racks(of model: StoreModel) -> StoreSettings {
    guard model.engine == .kafka else { return StoreSettings(entries: []) }
    let clusters = manifests.kafkaClusters.filter { cluster in
      model.workloads.contains { $0.names(cluster.metadata, in: model.namespace) }
    }
    if let rack = clusters.first?.kafka.rack {
      return StoreSettings(entries: [
        .init(name: "rackTopologyKey", value: .word(rack.topologyKey), span: model.span)
      ])
    }
    let names = model.workloads.map { rack(of: $0, in: model.namespace) }
    guard names.allSatisfy({ $0 != nil }) else { return StoreSettings(entries: []) }
    let all = names.compactMap { $0 }.joined(separator: ",")
    return StoreSettings(entries: [.init(name: "racks", value: .word(all), span: model.span)])
  }

  /// `broker.rack` of a workload, as a variable or in a file.
  private func rack(of reference: WorkloadReference, in namespace: String) -> String? {
    guard
      let workload = manifests.runningWorkloads.first(where: {
        $0.isNamed(by: reference, in: namespace)
      })
    else { return nil }
    for text in reader.texts(of: workload) {
      for pair in ConfigurationKeys.pairs(in: text.text, key: text.key)
      where pair.key == "broker.rack" || pair.key.hasSuffix(".broker.rack") {
        return pair.value.isEmpty || pair.value.contains(",") ? nil : pair.value
      }
    }
    return nil
  }
}
