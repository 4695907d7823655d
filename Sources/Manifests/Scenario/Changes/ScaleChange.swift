/// `scale: {workload: NAMESPACE/NAME, replicas: N}`, as `kubectl scale`.
package struct ScaleChange: SpecObject {
  /// Most pods that a workload can be scaled to: as many as a run holds.
  package static let mostReplicas = 500_000

  static let what = "a scaling"
  let workload: WorkloadReference
  let replicas: Int

  static var choice: SpecChoice<ChangeAction> {
    SpecChoice("scale", .object(Self.self), "another number of pods") { scaling, _ in
      .scale(scaling.workload, replicas: scaling.replicas)
    }
  }

  init?(_ reader: inout SpecReader) {
    let workload = reader.required("workload", .namespacedWorkload, "NAMESPACE/NAME")
    let replicas = reader.required(
      "replicas", .count(from: 0, to: Self.mostReplicas), "number of pods")
    guard let workload, let replicas else { return nil }
    self.workload = workload
    self.replicas = replicas
  }
}
