package import Cluster
package import Manifests

/// A store's document, and what of the cluster it names.
package struct StoreBinding: Sendable {
  /// The document.
  package let model: StoreModel
  /// The workload whose pods hold the data, by the cluster's numbering.
  package let workload: Int
  /// The workload whose pods carry the coordinating group; nil where the data pods do.
  package let keeper: Int?
  /// The Service that writes go to.
  package let writeService: Int
  /// The Service that reads go to.
  package let readService: Int

  /// Binds a document.
  package init(
    model: StoreModel, workload: Int, keeper: Int?, writeService: Int, readService: Int
  ) {
    self.model = model
    self.workload = workload
    self.keeper = keeper
    self.writeService = writeService
    self.readService = readService
  }

  /// The number of a store's operation among all operations of all stores: how calls name it.
  package static func number(of store: Int, operation: Int, in bound: [StoreBinding]) -> Int {
    bound[..<store].reduce(0) { $0 + $1.model.operations.count } + operation
  }

  /// What the run should say that it does not model of this document.
  package var notes: [String] {
    let ignored = EngineCatalog.settingsNotModelled(of: model.engine)
    return model.settings.entries.filter { ignored.contains($0.name) }.map {
      "\(model.name): the setting \($0.name) is not modelled"
    }
  }

  /// How the store hands messages to consumers; nil for one that is no broker.
  package func deliveryRules(on cluster: ClusterSpec) -> DeliveryRules? {
    setup(on: cluster).configuration.delivery
  }

  /// The store to run on a cluster.
  func setup(on cluster: ClusterSpec) -> StoreSetup {
    let data = cluster.workloads[workload]
    var options = EngineOptions(members: max(1, data.replicas))
    options.coordinators = keeper.map { cluster.workloads[$0].replicas } ?? 0
    options.shards = model.shards
    options.replicas = model.replicas
    options.isOperated = data.kind == .operated
    options.settings = model.settings
    let className = data.claimTemplates.first?.storageClass
    let isLocal = cluster.storageClasses.contains { $0.name == className && $0.isLocal }
    return StoreSetup(
      name: model.name,
      configuration: EngineCatalog.configuration(of: model.engine, options),
      memberCount: options.members, coordinatorCount: options.coordinators,
      disk: isLocal ? .localNVMe : .networkSSD)
  }
}
