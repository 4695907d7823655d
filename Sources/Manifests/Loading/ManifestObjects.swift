/// Finds Kubernetes objects in YAML documents: opens lists, checks identity, drops server's fields.
struct ManifestObjects {
  private let diagnostics: DiagnosticCollector
  private let path: String
  private(set) var documents: [ManifestDocument] = []

  init(_ diagnostics: DiagnosticCollector, path: String) {
    self.diagnostics = diagnostics
    self.path = path
  }

  /// Adds the objects of a document; what is no object is skipped with a warning, and nothing
  /// (`null`) with none, as kubectl does.
  mutating func add(_ node: YAMLNode) {
    guard !node.isNull else { return }
    add(node, apiVersion: nil, kind: nil)
  }

  /// Adds an object; elements of a typed list may leave their type to the list.
  private mutating func add(_ node: YAMLNode, apiVersion: String?, kind: String?) {
    let ownVersion = node["apiVersion"]?.string ?? apiVersion
    let ownKind = node["kind"]?.string ?? kind
    guard let version = ownVersion, let kind = ownKind else {
      reportUntyped(node)
      return
    }
    if version.hasPrefix("kustomize.config.k8s.io/") {
      UnrenderedInput.kustomization.refuse(
        directory: InputFinder.directory(of: path), at: node.span.start, diagnostics)
      return
    }
    if kind.hasSuffix("List"), let items = node["items"], items.elements != nil || items.isNull {
      let element = String(kind.dropLast("List".count))
      for item in items.elements ?? [] {
        add(
          item, apiVersion: element.isEmpty ? nil : version, kind: element.isEmpty ? nil : element)
      }
      return
    }
    if kind == "List", version == "v1", node.entry("items") == nil {
      diagnostics.error(
        "missing field \"items\" in a List", at: node.span.start, code: "missing-field")
      return
    }
    addObject(node, apiVersion: version, kind: kind)
  }

  private mutating func addObject(_ node: YAMLNode, apiVersion: String, kind: String) {
    var document = ManifestDocument(
      apiVersion: apiVersion, kind: kind, name: "", namespace: nil, node: node, span: node.span,
      nameSpan: node.span.start, path: path)
    guard let metadata = node["metadata"], !metadata.isNull else {
      reportMissingName(document, at: node.span.start)
      return
    }
    guard metadata.pairs != nil else {
      diagnostics.wrongType("metadata (a mapping)", metadata)
      return
    }
    guard let name = name(metadata, document) else { return }
    document.name = name.text
    document.nameSpan = name.span
    if let namespace = metadata["namespace"], !namespace.isNull {
      guard let text = String(from: namespace, diagnostics) else { return }
      document.namespace = text.isEmpty ? nil : text
    }
    document.node = node.withoutServerFields(keepsStatus: kind == "Node")
    documents.append(document)
  }

  /// The object's name; `generateName` gets a number in place of the server's random letters.
  private func name(
    _ metadata: YAMLNode, _ document: ManifestDocument
  ) -> (text: String, span: SourceSpan)? {
    if let name = metadata["name"], !name.isNull {
      guard let text = String(from: name, diagnostics) else { return nil }
      if !text.isEmpty { return (text, name.span) }
    }
    if let prefix = metadata["generateName"], let text = prefix.string {
      return ("\(text)\(documents.count + 1)", prefix.span)
    }
    reportMissingName(document, at: metadata.span.start)
    return nil
  }

  private func reportUntyped(_ node: YAMLNode) {
    let isMeant =
      node["metadata"]?.pairs != nil
      && (node.entry("apiVersion") != nil || node.entry("kind") != nil)
    guard isMeant else {
      diagnostics.warning(
        "skipped: not a Kubernetes object (it has no apiVersion and kind)", at: node.span.start,
        code: "not-kubernetes")
      return
    }
    for key in ["apiVersion", "kind"] {
      switch node[key] {
      case let value? where !value.isNull: _ = String(from: value, diagnostics)
      default:
        diagnostics.error(
          "missing field \"\(key)\" in a Kubernetes object", at: node.span.start,
          code: "missing-field")
      }
    }
  }

  /// Whether an object is of a kind of Kubernetes' own that the API server stores; it only answers
  /// reviews.
  private func isStored(_ document: ManifestDocument) -> Bool {
    let entry = FieldTable.standard.kind(document.kind, in: document.apiVersion)
    return entry.map { !$0.isCustom } ?? false && !document.kind.hasSuffix("Review")
  }

  /// Where the settings of a part of Kubernetes itself go that are no object of the API.
  private static func settingsHelp(of kind: String) -> String? {
    switch kind {
    case "KubeSchedulerConfiguration": "write its settings as scheduler of the Cluster document"
    case "KubeletConfiguration":
      "write its settings as kubelet of a node pool in the Cluster document"
    default: nil
    }
  }

  /// Configuration of tools looks like an object but has no name; built-in kinds must have one.
  private func reportMissingName(_ document: ManifestDocument, at span: SourceSpan) {
    let named = ["", "apps", "batch", "autoscaling", "policy", "networking.k8s.io", "vhsim.dev"]
    let isNamed = named.contains(document.group) && document.kind != "Config"
    guard isNamed || isStored(document) else {
      diagnostics.warning(
        "skipped: \(document.kind) of \(document.apiVersion) has no metadata.name", at: span,
        code: "not-kubernetes", help: Self.settingsHelp(of: document.kind))
      return
    }
    let keys = (document.node.pairs ?? []).compactMap(\.key.text).filter { $0 != "metadata" }
    let meant = document.node["metadata"] == nil ? nearest("metadata", in: keys) : nil
    diagnostics.error(
      "missing field \"metadata.name\" in a \(document.kind)", at: span, code: "missing-field",
      help: meant.map { "did you mean \"metadata\" by \"\($0)\"?" })
  }
}

extension YAMLNode {
  /// The object without what only a server writes: `status` and `metadata.managedFields`.
  ///
  /// A Node keeps its status, the only place of its capacity in a dump.
  fileprivate func withoutServerFields(keepsStatus: Bool) -> YAMLNode {
    guard case .mapping(var pairs) = content else { return self }
    if !keepsStatus { pairs.removeAll { $0.key.text == "status" } }
    if let index = pairs.firstIndex(where: { $0.key.text == "metadata" }),
      case .mapping(var metadata) = pairs[index].value.content
    {
      metadata.removeAll { $0.key.text == "managedFields" }
      pairs[index].value.content = .mapping(metadata)
    }
    var node = self
    node.content = .mapping(pairs)
    return node
  }
}
