extension SpecType where Value == WorkloadReference {
  /// A workload of the document's own namespace: `deployment/gateway`.
  static var workload: SpecType {
    SpecType<LocatedText>.name.map { text, node, context in
      let parts = text.text.split(separator: "/", omittingEmptySubsequences: false).map(String.init)
      guard parts.count == 2, parts.allSatisfy({ !$0.isEmpty }) else {
        context.diagnostics.invalidValue(
          "\"\(text.text)\" is no workload", node, help: "write it like deployment/gateway")
        return nil
      }
      guard let kind = WorkloadKind.canonical(parts[0], node, context) else { return nil }
      return WorkloadReference(kind: kind, namespace: nil, name: parts[1], span: text.span)
    }
  }

  /// A workload anywhere: `voicehelper/gateway` or `voicehelper/deployment/gateway`.
  static var namespacedWorkload: SpecType {
    SpecType<LocatedText>.name.map { text, node, context in
      let parts = text.text.split(separator: "/", omittingEmptySubsequences: false).map(String.init)
      guard let namespace = parts.first, let name = parts.last,
        parts.count == 2 || parts.count == 3, parts.allSatisfy({ !$0.isEmpty })
      else {
        context.diagnostics.invalidValue(
          "\"\(text.text)\" is no workload", node,
          help: "write its namespace and name, like voicehelper/gateway")
        return nil
      }
      var kind: String?
      if parts.count == 3 {
        kind = WorkloadKind.canonical(parts[1], node, context)
        if kind == nil { return nil }
      }
      return WorkloadReference(kind: kind, namespace: namespace, name: name, span: text.span)
    }
  }
}

/// The kinds whose pods run software.
enum WorkloadKind {
  private static let names = [
    "deployment", "statefulset", "daemonset", "replicaset", "replicationcontroller",
    "rollout", "pod", "job", "cronjob",
  ]
  /// kubectl's short names.
  private static let shortNames = [
    "deploy": "deployment", "sts": "statefulset", "ds": "daemonset", "rs": "replicaset",
    "rc": "replicationcontroller", "po": "pod", "cj": "cronjob", "ro": "rollout",
  ]

  /// A kind in lower case and in full; a custom resource has its API group behind its kind.
  static func canonical(_ text: String, _ node: YAMLNode, _ context: DocumentContext) -> String? {
    let kind = text.lowercased()
    if kind.contains(".") || names.contains(kind) { return kind }
    if let name = shortNames[kind] { return name }
    context.diagnostics.invalidValue(
      "\"\(text)\" is no kind of workload", node,
      help: nearest(kind, in: names).map { "did you mean \"\($0)\"?" }
        ?? "one of \(names.joined(separator: ", ")), or KIND.GROUP for a custom resource")
    return nil
  }
}

extension SpecType where Value == ServiceReference {
  /// A Service or store: `gateway` or `gateway.voicehelper`.
  static var service: SpecType {
    SpecType<LocatedText>.name.map { text, node, context in
      ServiceReference(parsing: text.text, node, context)
    }
  }
}

extension ServiceReference {
  /// Reads `NAME`, `NAME.NAMESPACE` or a name as DNS has it, `NAME.NAMESPACE.svc.cluster.local`.
  init?(parsing text: String, _ node: YAMLNode, _ context: DocumentContext) {
    let parts = text.split(separator: ".", omittingEmptySubsequences: false).map(String.init)
    let isName =
      parts.count <= 2
      || ["svc", "svc.cluster.local"].contains(
        parts[2...].joined(separator: "."))
    guard isName, parts.prefix(2).allSatisfy({ !$0.isEmpty }) else {
      context.diagnostics.invalidValue(
        "\"\(text)\" is no service", node, help: "write it like gateway or gateway.voicehelper")
      return nil
    }
    self.init(name: parts[0], namespace: parts.count > 1 ? parts[1] : nil, span: node.span)
  }

  /// Reads `SERVICE/NAME`, the short form of what a step asks for.
  static func pair(
    _ text: String, _ node: YAMLNode, _ context: DocumentContext
  ) -> (service: ServiceReference, name: String)? {
    let parts = text.split(separator: "/", omittingEmptySubsequences: false).map(String.init)
    guard parts.count == 2, parts.allSatisfy({ !$0.isEmpty }) else {
      context.diagnostics.invalidValue(
        "\"\(text)\" does not say what to ask for", node,
        help: "write the service and what is asked of it, like gateway/chat")
      return nil
    }
    return ServiceReference(parsing: parts[0], node, context).map { ($0, parts[1]) }
  }
}

extension SpecType where Value == ManifestPath {
  /// A path, relative to the document.
  static var path: SpecType {
    SpecType<LocatedText>.name.map { text, _, context in
      ManifestPath(path: context.resolved(text.text), span: text.span)
    }
  }
}
