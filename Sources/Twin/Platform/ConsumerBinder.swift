import Cluster
import Manifests
import Mesh
import SimulationKernel
import Stores
import Workload

/// Finds the broker, the pods and the program of every group of consumers.
struct ConsumerBinder {
  let binder: ModelBinder
  let services: [BoundModel]
  let stores: [StoreBinding]

  private var diagnostics: DiagnosticCollector { binder.diagnostics }

  /// The groups of consumers; `unreached` are the models that have no Service of their own.
  func bind(
    unreached: [Int], in cluster: borrowing Cluster, _ mesh: inout Mesh
  ) -> [ConsumerBinding] {
    var bound: [ConsumerBinding] = []
    for (number, binding) in services.enumerated() {
      let own = unreached.firstIndex(of: number).map { cluster.services.count + $0 }
      for consumer in binding.model.consumers {
        let endpoint = binding.model.endpoints.firstIndex { $0.name == consumer.endpoint } ?? 0
        let target = Target(
          name: binding.model.name, namespace: binding.model.namespace,
          workload: binding.workload, service: own ?? binder.service(of: binding, in: cluster),
          operation: ModelCompiler.number(of: number, endpoint: endpoint, in: services),
          commitsEach: false)
        bind(consumer, to: target, &bound, &mesh)
      }
    }
    for (number, binding) in stores.enumerated() {
      for consumer in binding.model.consumers {
        let operation = binding.model.operations.firstIndex { $0.name == consumer.endpoint } ?? 0
        let target = Target(
          name: binding.model.name, namespace: binding.model.namespace,
          workload: binding.workload, service: binding.writeService,
          operation: StoreBinding.number(of: number, operation: operation, in: stores),
          commitsEach: true)
        bind(consumer, to: target, &bound, &mesh)
      }
    }
    return bound
  }

  /// What a message runs, and where.
  private struct Target {
    let name: String
    let namespace: String
    let workload: Int
    let service: Int?
    let operation: Int
    /// ClickHouse's Kafka engine and Kafka Connect store their place with what they write.
    let commitsEach: Bool
  }

  private func bind(
    _ consumer: ConsumerModel, to target: Target, _ bound: inout [ConsumerBinding],
    _ mesh: inout Mesh
  ) {
    guard let service = target.service,
      let store = broker(of: consumer, from: target.namespace),
      let rules = rules(of: store, consumer),
      let topic = topic(of: consumer, in: store)
    else { return }
    let operation = StoreBinding.number(of: store, operation: topic, in: stores)
    if !rules.copiesToGroups, bound.contains(where: { $0.operation == operation }) {
      diagnostics.error(
        "\(consumer.topic) has another consumer, and a queue hands each message to one",
        at: consumer.topicSpan, code: "shared-queue", help: "give this one a queue of its own")
    }
    let bytes = stores[store].model.operations[topic].bytes
    let route = mesh.route(
      to: service, operation: target.operation, policy: CallPolicy(timeout: rules.answerTimeout),
      messages: MessageLaws(request: bytes))
    bound.append(
      ConsumerBinding(
        group: target.name, store: store, topic: consumer.topic, operation: operation,
        workload: target.workload, route: route, prefetch: consumer.prefetch,
        batchSize: consumer.batch?.size ?? 1, batchWindow: consumer.batch?.window ?? .zero,
        commitsEach: target.commitsEach))
  }

  private func broker(of consumer: ConsumerModel, from home: String) -> Int? {
    let named = stores.indices.filter {
      stores[$0].model.name == consumer.store.name
        && stores[$0].model.namespace == consumer.store.namespace ?? stores[$0].model.namespace
    }
    let found = named.first { stores[$0].model.namespace == home } ?? named.first
    if found == nil {
      diagnostics.error(
        "no store is called `\(consumer.store.text)`", at: consumer.store.span,
        code: "unknown-store",
        help: nearest(consumer.store.name, in: stores.map(\.model.name)).map {
          "did you mean `\($0)`?"
        })
    }
    return found
  }

  private func rules(of store: Int, _ consumer: ConsumerModel) -> DeliveryRules? {
    let rules = stores[store].deliveryRules(on: binder.platform.cluster)
    if rules == nil {
      diagnostics.error(
        "`\(consumer.store.text)` is no broker: \(stores[store].model.engine.rawValue) hands out "
          + "no messages", at: consumer.store.span, code: "not-a-broker")
    }
    return rules
  }

  private func topic(of consumer: ConsumerModel, in store: Int) -> Int? {
    let operations = stores[store].model.operations
    let found = operations.firstIndex { $0.name == consumer.topic && $0.kind == .write }
    if found == nil {
      let known = operations.filter { $0.kind == .write }.map(\.name)
      diagnostics.error(
        "`\(consumer.store.text)` has no topic `\(consumer.topic)`", at: consumer.topicSpan,
        code: "unknown-topic",
        help: nearest(consumer.topic, in: known).map { "did you mean `\($0)`?" })
    }
    return found
  }
}
