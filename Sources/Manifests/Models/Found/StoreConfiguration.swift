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
  /// The first writing of a setting counts; one with which the software does not start is an error,
  /// and so are several that contradict each other or the store's document.
  package func settings(
    of model: StoreModel, diagnostics: DiagnosticCollector
  ) -> StoreSettings {
    let found = found(of: model, diagnostics: diagnostics)
    model.engine.check(model.settings.over(found), diagnostics)
    return found
  }

  private func found(
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
      .over(clusterSettings(of: model.workload, in: model.namespace, diagnostics))
      .over(racks(of: model)).over(coreNATS(of: model, texts: texts)).over(spilo(of: model))
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

  /// What texts say, in the order of the known settings: of two keys for one the first counts.
  private func settings(
    of engine: StoreEngine, in texts: [ConfigurationText], _ diagnostics: DiagnosticCollector
  ) -> StoreSettings {
    let known = engine.foundSettings
    let written = texts.flatMap { text in
      Self.pairs(of: engine, in: text).compactMap { pair in
        known.first { $0.matches(pair.key) }.map { (key: $0.key, pair: pair, span: text.span) }
      }
    }
    var entries: [StoreSettings.Entry] = []
    // One key may say two things: how commits wait, and for whom.
    for setting in known {
      for (key, pair, span) in written where key == setting.key {
        guard !entries.contains(where: { $0.name == setting.name }),
          let value = setting.value(of: pair.value),
          let entry = engine.entry(
            setting.name, value, at: span, as: "\(pair.key) \(pair.value)", diagnostics)
        else { continue }
        entries.append(entry)
      }
    }
    if engine == .redis, let save = SaveDirective.setting(in: texts),
      let entry = engine.entry("save", save.value, at: save.span, as: "save", diagnostics)
    {
      entries.append(entry)
    }
    // A server's argument with an ellipsis names MinIO's drives, of a pool each.
    if engine == .minio {
      for text in texts where text.text.contains("{") && text.text.contains("...") {
        Self.addPool(text, to: &entries)
      }
    }
    return StoreSettings(entries: entries)
  }

  /// The pairs of a text as an engine's software reads it.
  private static func pairs(
    of engine: StoreEngine, in text: ConfigurationText
  ) -> [ConfigurationKeys.Pair] {
    switch engine {
    case .nats: NestedBlocks(text.text).pairs
    case .redis:
      SentinelDirective.pairs(in: text.text)
        + ConfigurationKeys.pairs(in: text.text, key: text.key)
    default: ConfigurationKeys.pairs(in: text.text, key: text.key)
    }
  }

  private static func addPool(
    _ argument: ConfigurationText, to entries: inout [StoreSettings.Entry]
  ) {
    let index = entries.firstIndex { $0.name == "endpoints" }
    guard let index, case .word(let others) = entries[index].value else {
      entries.append(.init(name: "endpoints", value: .word(argument.text), span: argument.span))
      return
    }
    guard !others.split(separator: " ").contains(argument.text[...]) else { return }
    entries[index] = .init(
      name: "endpoints", value: .word(others + " " + argument.text), span: entries[index].span)
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
