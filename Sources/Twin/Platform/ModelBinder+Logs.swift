import Cluster
import Manifests

extension ModelBinder {
  /// Says in which volume a model's pods keep their log, and reports one that they do not have.
  func bindLog(of model: ServiceModel, to index: Int, in cluster: inout Cluster) {
    guard let log = model.log, let volume = log.volume,
      !cluster.setLogVolume(volume, ofWorkload: index)
    else { return }
    let known = cluster.workloads[index].spec.template.scratchVolumes.map(\.name)
    diagnostics.error(
      "the pods of \(model.name) have no emptyDir volume \"\(volume)\"",
      at: log.volumeSpan, code: "unknown-volume",
      help: nearest(volume, in: known).map { "did you mean \"\($0)\"?" }
        ?? (known.isEmpty ? nil : "one of \(known.joined(separator: ", "))"))
  }
}
