/// Well-known container images: one entry each, by family.
struct ImageCatalog: Sendable {
  /// All known images.
  static let standard = ImageCatalog(
    entries: databases + brokers + webServers + monitoring + samples,
    runtimes: Runtime.all)

  let entries: [ImageEntry]
  let runtimes: [Runtime]

  /// What is known of a workload's software.
  func profile(of workload: RunningWorkload) -> SoftwareProfile {
    let image = workload.image
    if let entry = entries.first(where: { $0.names.contains(where: image.isNamed) }) {
      return SoftwareProfile(
        origin: "image \(image.last) is in the catalog", role: entry.role, figures: entry.figures,
        hosts: entry.hosts)
    }
    if let (entry, port) = listener(of: workload) {
      return SoftwareProfile(
        origin: "port \(port) is that of \(entry.names[0])", role: entry.role,
        figures: entry.figures, hosts: entry.hosts)
    }
    if let (runtime, hint) = runtime(of: workload) {
      return SoftwareProfile(
        origin: "\(hint) runs on \(runtime.name)", role: .application, figures: runtime.figures,
        hosts: [])
    }
    let name = image.last.isEmpty ? "no image" : "image \(image.last)"
    return SoftwareProfile(
      origin: "\(name) is not in the catalog", role: .application, figures: ServiceFigures(),
      hosts: [])
  }

  /// Software that is told by the port that the main container declares, whatever its image is
  /// called; what stands before a data system listens on the same port.
  private func listener(of workload: RunningWorkload) -> (ImageEntry, Int)? {
    let intermediaries = ["proxy", "bouncer", "pool", "gateway", "exporter", "router"]
    guard !intermediaries.contains(where: workload.image.last.contains),
      let container = workload.main
    else { return nil }
    for port in container.ports.map(\.containerPort) {
      if let entry = entries.first(where: { $0.ports.contains(port) }) { return (entry, port) }
    }
    return nil
  }

  private func runtime(of workload: RunningWorkload) -> (Runtime, String)? {
    for runtime in runtimes {
      if let hint = runtime.hint(in: workload) { return (runtime, hint) }
    }
    return nil
  }
}

/// What is known of a workload's software.
struct SoftwareProfile: Sendable {
  /// Why, as the beginning of a sentence.
  let origin: String
  let role: ImageRole
  let figures: ServiceFigures
  /// Hosts that are written in the image itself.
  let hosts: [String]
}
