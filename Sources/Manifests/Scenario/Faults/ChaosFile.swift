import Foundation
import SimulationKernel

extension SpecType where Value == [NamedFault] {
  /// A file of Chaos Mesh resources.
  static var chaosFile: SpecType {
    SpecType<LocatedText>.name.map { path, _, context in
      let faults = ChaosFile.faults(path, context)
      return faults.isEmpty ? nil : faults
    }
  }
}

/// Chaos Mesh's resources (chaos-mesh.org/v1alpha1) as faults.
enum ChaosFile {
  private static let group = "chaos-mesh.org"

  /// The faults of a file; what is not simulated is an error.
  static func faults(_ path: LocatedText, _ context: DocumentContext) -> [NamedFault] {
    let resolved = context.resolved(path.text)
    let file = InputFile(path: resolved, origin: .file)
    guard let bytes = file.bytes(standardInput: { Data() }) else {
      context.diagnostics.error(
        "\(resolved) can not be read", at: path.span, code: "unreadable-file")
      return []
    }
    let loader = ManifestLoader(sources: context.sources, diagnostics: context.diagnostics)
    let documents = loader.documents(of: bytes, path: resolved)
    if documents.isEmpty, !context.diagnostics.hasErrors {
      context.diagnostics.error(
        "\(path.text) holds no Chaos Mesh resource", at: path.span, code: "no-fault")
    }
    return documents.compactMap { document in
      fault(document, DocumentContext(document, context.sources, context.diagnostics))
    }
  }

  private static func fault(_ document: ManifestDocument, _ context: DocumentContext) -> NamedFault?
  {
    guard document.group == group else {
      context.diagnostics.error(
        "\(document.kind) of \(document.apiVersion) is no Chaos Mesh resource", at: document.span,
        code: "no-fault")
      return nil
    }
    guard let spec = document.node["spec"] else {
      context.diagnostics.error(
        "missing field \"spec\" in a \(document.kind)", at: document.span.start,
        code: "missing-field")
      return nil
    }
    switch document.kind {
    case "PodChaos":
      return SpecReader.read(spec, context, what: "a PodChaos") { podChaos(document, &$0) }
    case "NetworkChaos":
      return SpecReader.read(spec, context, what: "a NetworkChaos") { networkChaos(document, &$0) }
    default:
      context.diagnostics.error(
        "\(document.kind) is not simulated", at: document.span.start, code: "unsupported",
        help: "PodChaos with pod-kill and NetworkChaos with partition are")
      return nil
    }
  }

  private enum PodAction: String, CaseIterable {
    case podKill = "pod-kill"
    case podFailure = "pod-failure"
    case containerKill = "container-kill"
  }

  private static func podChaos(
    _ document: ManifestDocument, _ reader: inout SpecReader
  ) -> NamedFault? {
    let action = reader.required("action", .word(PodAction.self), "what is done")
    let pods = pods(document, &reader)
    let duration = reader.optional("duration", .positiveDuration, "how long it lasts")
    let seconds = reader.optional("gracePeriod", .count(from: 0), default: 0, "seconds")
    guard let action, let pods else { return nil }
    guard action == .podKill else {
      reader.diagnostics.error(
        "\(action.rawValue) is not simulated", at: reader.span(of: "action"), code: "unsupported")
      return nil
    }
    return NamedFault(
      name: document.name, duration: duration,
      action: PodKill(target: pods, gracePeriod: .seconds(Int64(seconds))))
  }

  private enum NetworkAction: String, CaseIterable {
    case netem, delay, loss, duplicate, corrupt, partition, bandwidth
  }

  private static func networkChaos(
    _ document: ManifestDocument, _ reader: inout SpecReader
  ) -> NamedFault? {
    let action = reader.required("action", .word(NetworkAction.self), "what is done")
    if let action, action != .partition {
      reader.diagnostics.error(
        "\(action.rawValue) is not simulated", at: reader.span(of: "action"), code: "unsupported")
      reader.ignoreRest()
      return nil
    }
    let pods = pods(document, &reader)
    let duration = reader.optional("duration", .positiveDuration, "how long it lasts")
    let direction = reader.optional(
      "direction", .word(NetworkPartition.Direction.self), default: .to, "which way")
    let target = reader.optional("target", .object(SelectedPods.self), "the other side")
    let hosts = reader.optional(
      "externalTargets", .list(.name as SpecType<LocatedText>), default: [], "hosts outside")
    guard let pods, action != nil else { return nil }
    guard hosts.isEmpty || (hosts.count == 1 && target == nil) else {
      reader.diagnostics.error(
        "one target or one external host is simulated, not several",
        at: reader.span(of: "externalTargets"), code: "unsupported")
      return nil
    }
    let host = hosts.first.map { FaultTarget.dependency(host: $0.text, span: $0.span) }
    return NamedFault(
      name: document.name, duration: duration,
      action: NetworkPartition(
        from: .pods(pods), to: host ?? target.map { .pods($0.target) }, direction: direction))
  }

  /// The pods that a resource selects, in its own namespace unless it names others.
  private static func pods(
    _ document: ManifestDocument, _ reader: inout SpecReader
  ) -> PodTarget? {
    let selector = reader.required("selector", .object(PodSelector.self), "which pods are meant")
    let mode = reader.targetMode(default: nil)
    guard let selector, let mode else { return nil }
    return PodTarget(
      group: .selected(selector.within(document.namespace ?? "default")), mode: mode)
  }
}

extension PodSelector {
  /// The selector as a resource of a namespace means it: without namespaces, only its own.
  fileprivate func within(_ namespace: String) -> PodSelector {
    guard namespaces.isEmpty, pods.isEmpty else { return self }
    return PodSelector(
      namespaces: [namespace], labels: labels, annotations: annotations, nodes: nodes,
      nodeLabels: nodeLabels, pods: pods, phases: phases)
  }
}
