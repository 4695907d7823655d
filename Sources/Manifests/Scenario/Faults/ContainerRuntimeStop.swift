/// The container runtimes (containerd) of machines are down; the containers run on.
package struct ContainerRuntimeStop: NodeFault {
  /// The field by which a scenario asks for it.
  package static let kind = "containerRuntimeStop"
  /// What breaks, for the schema.
  package static let summary =
    "the container runtimes of machines are down, and their containers run on"
  /// Whether nothing is undone.
  package static let happensOnce = false

  /// Which machines.
  package let target: NodeTarget

  /// Makes the fault of some machines.
  package init(target: NodeTarget) { self.target = target }
}

extension ContainerRuntimeStop: SpecObject {
  static let what = "a stop of container runtimes"
}
