/// Names with two meanings get one each.
enum Naming {
  private static let ambiguous: [String: String] = [
    "Process": "it is the operating system's",
    "Task": "it is Swift's concurrency's",
    "Clock": "it is the standard library's",
    "Duration": "it is the standard library's; simulated lengths are SimDuration",
    "Event": "it is the kernel's; Kubernetes' is ClusterEvent",
  ]

  static func violations(in file: SourceFile) -> [Violation] {
    file.declarations.compactMap { declaration in
      let namesType =
        declaration.kind.holdsMembers && declaration.kind != .extension
        || declaration.kind == .alias
      let isKernels = declaration.name == "Event" && file.room == "SimulationKernel"
      guard namesType, !isKernels, let reason = ambiguous[declaration.name] else { return nil }
      return file.violation(
        at: declaration.keyword, "no type is called \(declaration.name): \(reason)")
    }
  }
}
