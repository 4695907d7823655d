import SimulationKernel

/// The settings of a store's software that its manifests write: environment, arguments, mounted
/// ConfigMaps and Secrets, and the resource that an operator reads.
package struct StoreConfiguration: Sendable {
  let manifests: ManifestSet
  let reader: ConfigurationReader

  /// Takes a platform's objects.
  package init(_ manifests: ManifestSet) {
    self.manifests = manifests
    reader = ConfigurationReader(manifests)
  }

  /// What the manifests say about a store.
  ///
  /// The first writing of a setting counts; one with which the software does not start is an error.
  package func settings(
    of model: StoreModel, diagnostics: DiagnosticCollector
  ) -> StoreSettings {
    var texts: [ConfigurationText] = []
    for reference in model.workloads {
      guard
        let workload = manifests.runningWorkloads.first(where: {
          $0.isNamed(by: reference, in: model.namespace)
        })
      else { continue }
      texts += reader.texts(of: workload) + resourceTexts(of: reference, in: model.namespace)
    }
    if let beside = sentinelsBeside(model) { texts += reader.texts(of: beside) }
    let operated = operatorTexts(of: model)
    let found = settings(of: model.engine, in: texts + operated, diagnostics)
      .over(clusterSettings(of: model.workload, in: model.namespace)).over(racks(of: model))
    guard let origin = operated.first else {
      return found.over(arrangement(of: model, texts: texts))
    }
    return found.over(
      StoreSettings(entries: [
        .init(name: "operator", value: .word(model.engine.rawValue), span: origin.span)
      ]))
  }

  /// What an operator that looks after a Redis StatefulSet is told: its configuration names the
  /// set.
  private func operatorTexts(of model: StoreModel) -> [ConfigurationText] {
    guard model.engine == .redis else { return [] }
    return manifests.runningWorkloads.filter { $0.image.last == "redis-operator" }
      .flatMap { reader.texts(of: $0) }.filter { text in
        let pairs = ConfigurationKeys.pairs(in: text.text, key: text.key)
        return pairs.contains { $0.key == "statefulset" && $0.value == model.workload.name }
          && pairs.contains {
            $0.key == "namespace" && $0.value == model.workload.namespace ?? model.namespace
          }
      }
  }

  private func settings(
    of engine: StoreEngine, in texts: [ConfigurationText], _ diagnostics: DiagnosticCollector
  ) -> StoreSettings {
    let known = engine.foundSettings
    let kinds = engine.settings
    var entries: [StoreSettings.Entry] = []
    for text in texts {
      let directives = engine == .redis ? SentinelDirective.pairs(in: text.text) : []
      for pair in directives + ConfigurationKeys.pairs(in: text.text, key: text.key) {
        // One key may say two things: how commits wait, and for whom.
        let key = known.first { $0.matches(pair.key) }?.key
        for setting in known where setting.key == key {
          guard !entries.contains(where: { $0.name == setting.name }),
            let value = setting.value(of: pair.value)
          else { continue }
          if let refusal = kinds.first(where: { $0.name == setting.name })?.refusal(of: value) {
            diagnostics.error(
              "\(pair.key) \(refusal), and \(engine.rawValue) is told \(pair.value)", at: text.span,
              code: "out-of-range")
            continue
          }
          entries.append(.init(name: setting.name, value: value, span: text.span))
        }
      }
      // A server's argument with an ellipsis names MinIO's drives, of a pool each.
      if engine == .minio, text.text.contains("{"), text.text.contains("...") {
        Self.addPool(text, to: &entries)
      }
    }
    return StoreSettings(entries: entries)
  }

  private static func addPool(
    _ argument: ConfigurationText, to entries: inout [StoreSettings.Entry]
  ) {
    let place = entries.firstIndex { $0.name == "endpoints" }
    guard let place, case .word(let others) = entries[place].value else {
      entries.append(.init(name: "endpoints", value: .word(argument.text), span: argument.span))
      return
    }
    guard !others.split(separator: " ").contains(argument.text[...]) else { return }
    entries[place] = .init(
      name: "endpoints", value: .word(others + " " + argument.text), span: entries[place].span)
  }

  /// What an operator's resource configures.
  private func resourceTexts(
    of reference: WorkloadReference, in namespace: String
  ) -> [ConfigurationText] {
    postgresTexts(of: reference, in: namespace) + kafkaTexts(of: reference, in: namespace)
      + redisTexts(of: reference, in: namespace) + sentinelTexts(of: reference, in: namespace)
  }

  /// CloudNativePG's `postgresql.parameters`.
  private func postgresTexts(
    of reference: WorkloadReference, in namespace: String
  ) -> [ConfigurationText] {
    manifests.postgresClusters.filter { reference.names($0.metadata, in: namespace) }.flatMap {
      cluster in
      cluster.postgresql.parameters.entries.map {
        ConfigurationText(
          text: $0.value, key: $0.key, origin: "Cluster \(cluster.metadata.name)",
          span: cluster.span)
      }
    }
  }

  /// The lines that a RedisCluster's ConfigMap adds to redis.conf, and what its entry point writes
  /// there by itself.
  private func redisTexts(
    of reference: WorkloadReference, in namespace: String
  ) -> [ConfigurationText] {
    manifests.redisClusters.filter { reference.names($0.metadata, in: namespace) }.flatMap {
      cluster in
      let added = manifests.configMaps.filter {
        $0.metadata.name == cluster.leader.configuration
          && $0.metadata.home == cluster.metadata.home
      }.flatMap { map in
        map.data.entries.map {
          ConfigurationText(
            text: $0.value, key: nil, origin: "ConfigMap \(map.metadata.name)",
            span: map.dataSpans[$0.key] ?? cluster.span)
        }
      }
      return added + [
        ConfigurationText(
          text: cluster.persistenceEnabled ? "yes" : "no", key: "appendonly",
          origin: "RedisCluster \(cluster.metadata.name)", span: cluster.span)
      ]
    }
  }

  /// The lines that a RedisFailover adds to redis.conf and to the Sentinels' configuration; the
  /// operator's own redis.conf writes snapshots and no append-only file.
  private func sentinelTexts(
    of reference: WorkloadReference, in namespace: String
  ) -> [ConfigurationText] {
    manifests.redisFailovers.filter { reference.names($0.metadata, in: namespace) }.flatMap {
      failover in
      (failover.redis.customConfig + failover.sentinel.customConfig + ["appendonly no"]).map {
        ConfigurationText(
          text: $0, key: nil, origin: "RedisFailover \(failover.metadata.name)",
          span: failover.span)
      }
    }
  }

  /// Strimzi's `config` of the brokers.
  private func kafkaTexts(
    of reference: WorkloadReference, in namespace: String
  ) -> [ConfigurationText] {
    manifests.kafkaClusters.filter { reference.names($0.metadata, in: namespace) }.flatMap {
      cluster in
      cluster.kafka.config.settings.entries.map {
        ConfigurationText(
          text: $0.value, key: $0.key, origin: "Kafka \(cluster.metadata.name)", span: cluster.span)
      }
    }
  }
}

extension WorkloadReference {
  /// Whether it names an object; one without a namespace means the one that it stands in.
  func names(_ metadata: ObjectMeta, in namespace: String) -> Bool {
    metadata.name == name && metadata.home == self.namespace ?? namespace
  }
}
