/// The PriorityClass of the pods that name none: there is one.
///
/// Source: Kubernetes plugin/pkg/admission/priority validatePriorityClass.
struct DefaultPriorityCheck {
  let classes: [PriorityClass]

  /// Reports every class that would be a second default.
  func report(_ diagnostics: DiagnosticCollector) {
    let defaults = classes.filter(\.globalDefault)
    guard let first = defaults.first else { return }
    for other in defaults.dropFirst() {
      diagnostics.error(
        "the PriorityClass \(first.metadata.name) is the default already",
        at: other.spans["globalDefault"], code: "already-allocated",
        help: "only one default can exist",
        labels: [(first.spans["globalDefault"], "the first is here")])
    }
  }
}
