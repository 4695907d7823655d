package import Manifests

/// A model and the workload of the cluster whose pods run it.
package struct BoundModel: Sendable {
  /// The model.
  package let model: ServiceModel
  /// The workload's number in the cluster.
  package let workload: Int

  /// Binds a model.
  package init(model: ServiceModel, workload: Int) {
    self.model = model
    self.workload = workload
  }
}
