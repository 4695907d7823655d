/// Other resources of a container that runs, as `kubectl patch pod --subresource resize` asks for.
///
/// What is left out stays as it is. Source: Kubernetes KEP-1287.
package struct ResizeChange: Sendable {
  /// The workload whose pods are changed, each by itself, or one pod by its name.
  package let workload: WorkloadReference
  /// Name of the container.
  package let container: String
  /// Where the name was written.
  package let containerSpan: SourceSpan
  /// New requests of cpu and memory.
  package let requests: ResourceList
  /// New limits of cpu and memory.
  package let limits: ResourceList

  /// Makes a change.
  package init(
    workload: WorkloadReference, container: String, containerSpan: SourceSpan = .unknown,
    requests: ResourceList = ResourceList(), limits: ResourceList = ResourceList()
  ) {
    self.workload = workload
    self.container = container
    self.containerSpan = containerSpan
    self.requests = requests
    self.limits = limits
  }

  /// What it is done to, as the results name it.
  var target: String {
    let amounts = [("requests", requests), ("limits", limits)].flatMap { kind, list in
      list.entries.map { "\(kind).\($0.name)=\(Self.text($0.quantity))" }
    }
    return "\(workload.namespace ?? "default")/\(workload.name) \(container) "
      + amounts.joined(separator: ",")
  }

  private static func text(_ amount: Quantity) -> String {
    guard amount.milli % 1_000 == 0 else { return "\(amount.milli)m" }
    for (suffix, shift) in [("Gi", Int64(30)), ("Mi", 20), ("Ki", 10)]
    where amount.value != 0 && amount.value % (1 << shift) == 0 {
      return "\(amount.value >> shift)\(suffix)"
    }
    return "\(amount.value)"
  }
}

extension ResizeChange: SpecObject {
  static let what = "a resize"

  /// `resize: {workload: NAMESPACE/NAME, container: NAME, requests: {…}, limits: {…}}`.
  static var choice: SpecChoice<ChangeAction> {
    SpecChoice("resize", .object(Self.self), "other resources of a running container") {
      resize, _ in .resize(resize)
    }
  }

  init?(_ reader: inout SpecReader) {
    let workload = reader.required(
      "workload", .namespacedWorkload, "NAMESPACE/NAME of its pods, or NAMESPACE/pod/NAME")
    let container = reader.required("container", .name as SpecType<LocatedText>, "its name")
    requests = reader.optional(
      "requests", .resizableResources, default: ResourceList(), "{cpu: 500m, memory: 1Gi}")
    limits = reader.optional(
      "limits", .resizableResources, default: ResourceList(), "{cpu: \"2\", memory: 2Gi}")
    guard let workload, let container else { return nil }
    if !reader.has("requests") && !reader.has("limits") {
      reader.diagnostics.error(
        "a resize needs requests or limits", at: reader.span.start, code: "missing-field",
        help: "like limits: {cpu: \"2\"}")
      return nil
    }
    self.workload = workload
    self.container = container.text
    containerSpan = container.span
  }
}
