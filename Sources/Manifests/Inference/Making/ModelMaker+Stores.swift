import SimulationKernel

/// Models of data systems and brokers.
extension ModelMaker {
  /// The model of a store with its operations.
  func store(
    _ index: Int, _ engine: StoreEngine,
    operations: [(name: String, kind: StoreOperation.Kind, figures: OperationFigures)]
  ) -> (model: StoreModel, figures: [InferredFigure]) {
    let workload = software.workloads[index]
    let figures = operations.flatMap { operation in
      [
        workload.fitting(operation.figures.cpu).figure("\(operation.name).cpu"),
        operation.figures.disk.figure("\(operation.name).disk"),
        operation.figures.bytes.figure("\(operation.name).bytes"),
      ]
    }
    let shards = software.shards[index]
    let isCut = shards > 1 && !workload.sets.isEmpty
    let model = StoreModel(
      name: names[index], span: workload.nameSpan, namespace: workload.namespace, engine: engine,
      workload: reference(index), further: [], keeper: nil, services: storeServices(index),
      shards: shards, replicas: isCut ? workload.replicas / shards - 1 : nil,
      settings: StoreSettings(entries: []),
      operations: operations.map { operation in
        StoreOperation(
          name: operation.name, span: workload.nameSpan, kind: operation.kind,
          cpu: workload.fitting(operation.figures.cpu).value, disk: operation.figures.disk.value,
          bytes: operation.figures.bytes.value, key: nil, failure: 0)
      },
      consumers: [], client: StoreClient(timeout: .seconds(5), retries: 0, pool: nil), backup: nil,
      source: figures.source)
    return (model, figures)
  }

  /// The Services for writing and for reading, by their names.
  private func storeServices(_ index: Int) -> StoreServices {
    let all = software.services.services
    let candidates = software.services.services(of: index)
    let write =
      reached[index].flatMap { all[$0].access == .reading ? nil : $0 }
      ?? candidates.first { all[$0].access != .reading && !all[$0].ports.isEmpty }
      ?? candidates.first { all[$0].access != .reading } ?? candidates.first
    let read = candidates.first { all[$0].access == .reading } ?? write
    let reference = { (service: Int?) -> ServiceReference? in
      service.map {
        ServiceReference(name: all[$0].name, namespace: nil, span: all[$0].span)
      }
    }
    return StoreServices(write: reference(write), read: reference(read))
  }
}
