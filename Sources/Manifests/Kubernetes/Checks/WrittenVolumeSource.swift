/// A source of a volume as it is written, of kinds whose content the twin does not act on.
///
/// What is asked of each kind is what the API server asks: the functions of one kind each that
/// validateVolumeSource and ValidatePersistentVolumeSpec call (pkg/apis/core/validation), after the
/// defaults of pkg/apis/core/v1/defaults.go.
struct WrittenVolumeSource {
  private let kind: String
  private let node: YAMLNode
  /// The volume's name.
  private let name: String
  /// Whether it is a PersistentVolume's, whose Secrets may be in any namespace.
  private let isPersistent: Bool
  private let diagnostics: DiagnosticCollector

  /// The fields that a source of each kind must have.
  private static let required = [
    ("awsElasticBlockStore", ["volumeID"]), ("azureDisk", ["diskName", "diskURI"]),
    ("azureFile", ["secretName", "shareName"]), ("cephfs", ["monitors"]),
    ("cinder", ["volumeID"]), ("csi", []), ("fc", []), ("flexVolume", ["driver"]),
    ("flocker", []), ("gcePersistentDisk", ["pdName"]), ("gitRepo", ["repository"]),
    ("glusterfs", ["endpoints", "path"]), ("iscsi", ["targetPortal", "iqn"]),
    ("photonPersistentDisk", ["pdID"]), ("portworxVolume", ["volumeID"]),
    ("quobyte", ["registry", "volume"]), ("rbd", ["monitors", "image"]),
    ("scaleIO", ["gateway", "system", "volumeName"]), ("storageos", ["volumeName"]),
    ("vsphereVolume", ["volumePath"]),
  ]

  /// Reports what the API server refuses in the sources of a volume, or of a PersistentVolume's
  /// spec.
  static func check(
    _ volume: YAMLNode, of name: String, isPersistent: Bool, _ diagnostics: DiagnosticCollector
  ) {
    for (kind, fields) in required {
      guard let node = volume[kind], node.pairs != nil else { continue }
      let source = WrittenVolumeSource(
        kind: kind, node: node, name: name, isPersistent: isPersistent, diagnostics: diagnostics)
      for field in fields where !source.isGiven(field) { source.reportMissing(field) }
      source.checkKind()
    }
  }

  private func checkKind() {
    switch kind {
    case "awsElasticBlockStore", "gcePersistentDisk": checkByte("partition")
    case "azureDisk": checkAzureDisk()
    case "azureFile": if isPersistent { checkName("secretNamespace") }
    case "cinder", "storageos": checkSecret(node["secretRef"], "secretRef")
    case "csi": checkDriverSecrets()
    case "fc": checkFibreChannel()
    case "flexVolume": checkOptions()
    case "flocker": checkFlocker()
    case "gitRepo": checkDirectory()
    case "glusterfs": if isPersistent { checkName("endpointsNamespace") }
    case "iscsi": checkISCSI()
    case "quobyte": checkRegistry()
    default: break
    }
    if kind == "storageos" {
      for field in ["volumeName", "volumeNamespace"] {
        diagnostics.checkReference(text(field), "the \(field)", at: place(of: field), .label)
      }
    }
  }

  private func text(_ field: String) -> String? { node[field]?.text }

  private func number(_ field: String) -> Int? { text(field).flatMap { Int($0) } }

  /// Whether a field has content: text, or a list with elements.
  private func isGiven(_ field: String) -> Bool {
    guard let value = node[field], !value.isNull else { return false }
    return !(value.text?.isEmpty ?? false) && !(value.elements?.isEmpty ?? false)
  }

  /// Where a field's value was written; where the source begins where it is absent.
  private func place(of field: String) -> SourceSpan {
    guard let value = node[field], !value.isNull else { return node.span.start }
    return value.span.line == value.span.endLine ? value.span : value.span.start
  }

  private func reportMissing(_ field: String) {
    diagnostics.error(
      "the \(kind) volume \(name) needs \(field)", at: place(of: field), code: "missing-field")
  }

  private func refuse(_ field: String, _ problem: String, help: String? = nil) {
    diagnostics.error(
      "\(field) of the \(kind) volume \(name) \(problem)", at: place(of: field),
      code: "invalid-value", help: help)
  }

  private func checkByte(_ field: String) {
    guard let value = number(field), !(0...255).contains(value) else { return }
    diagnostics.error(
      "\(field) \(value) is not within 0 and 255", at: place(of: field), code: "out-of-range")
  }

  /// A namespace that may be left out, and not be empty.
  private func checkName(_ field: String) {
    guard let value = text(field) else { return }
    if value.isEmpty {
      reportMissing(field)
    } else {
      diagnostics.checkReference(value, "the \(field)", at: place(of: field), .label)
    }
  }

  /// A reference to a Secret, which needs its name, and of a PersistentVolume its namespace too.
  private func checkSecret(_ secret: YAMLNode?, _ field: String) {
    guard let secret, secret.pairs != nil else { return }
    for part in isPersistent && kind != "iscsi" ? ["name", "namespace"] : ["name"]
    where (secret[part]?.text ?? "").isEmpty {
      diagnostics.error(
        "\(field) of the \(kind) volume \(name) needs a \(part)", at: secret.span.start,
        code: "missing-field")
    }
  }
}

extension WrittenVolumeSource {
  private static let azureKinds = ["Dedicated", "Managed", "Shared"]
  private static let azureCaches = ["None", "ReadOnly", "ReadWrite"]

  /// Words and the form of the disk's name (validateAzureDisk); an absent kind is Shared
  /// (SetDefaults_AzureDiskVolumeSource).
  private func checkAzureDisk() {
    for (field, words) in [("kind", Self.azureKinds), ("cachingMode", Self.azureCaches)] {
      guard let word = text(field), !words.contains(word) else { continue }
      diagnostics.error(
        "\"\(word)\" is no \(field)", at: place(of: field), code: "invalid-value",
        help: nearest(word, in: words).map { "did you mean \"\($0)\"?" }
          ?? "one of \(words.joined(separator: ", "))")
    }
    let kind = text("kind") ?? "Shared"
    guard let disk = text("diskURI"), !disk.isEmpty, Self.azureKinds.contains(kind) else { return }
    let begin = kind == "Managed" ? "/subscriptions/" : "https://"
    guard !disk.hasPrefix(begin) else { return }
    refuse(
      "diskURI", "must begin with \(begin), as its kind is \(kind)",
      help: disk.hasPrefix("/subscriptions/") ? "write kind: Managed" : nil)
  }

  /// Secrets of a CSI driver (validateCSIVolumeSource, validateCSIPersistentVolumeSource).
  private func checkDriverSecrets() {
    let fields =
      isPersistent
      ? [
        "controllerPublishSecretRef", "controllerExpandSecretRef", "nodePublishSecretRef",
        "nodeExpandSecretRef",
      ] : ["nodePublishSecretRef"]
    for field in fields {
      checkSecret(node[field], field)
      diagnostics.checkReference(
        node[field]?["name"]?.text, "the Secret", at: node[field]?["name"]?.span ?? node.span.start)
    }
  }

  /// Either names of targets with a number, or of the disk itself (validateFCVolumeSource).
  private func checkFibreChannel() {
    let (hasTargets, hasDisks) = (isGiven("targetWWNs"), isGiven("wwids"))
    if !hasTargets, !hasDisks {
      diagnostics.error(
        "the fc volume \(name) needs targetWWNs or wwids", at: node.span.start,
        code: "missing-field")
    } else if hasTargets, hasDisks {
      refuse("wwids", "excludes targetWWNs")
    }
    guard hasTargets else { return }
    if isGiven("lun") { checkByte("lun") } else { reportMissing("lun") }
  }

  /// Options whose names are kept for Kubernetes (validateFlexVolumeSource).
  private func checkOptions() {
    for (key, _) in node["options"]?.pairs ?? [] {
      let domain = "." + (key.text ?? "").prefix { $0 != "/" }.lowercased()
      guard domain.hasSuffix(".kubernetes.io") || domain.hasSuffix(".k8s.io") else { continue }
      diagnostics.error(
        "options of a flexVolume may not be named in kubernetes.io or k8s.io", at: key.span,
        code: "invalid-name")
    }
  }

  /// A dataset by its name or its identity (validateFlockerVolumeSource).
  private func checkFlocker() {
    let (hasName, hasIdentity) = (isGiven("datasetName"), isGiven("datasetUUID"))
    if hasName == hasIdentity {
      diagnostics.error(
        "the flocker volume \(name) needs one of datasetName and datasetUUID",
        at: node.span.start, code: hasName ? "invalid-value" : "missing-field")
    }
    if text("datasetName")?.contains("/") ?? false {
      refuse("datasetName", "may not contain \"/\"")
    }
  }

  private func checkDirectory() {
    guard let directory = text("directory"),
      directory.hasPrefix("/") || directory.split(separator: "/").contains("..")
    else { return }
    refuse("directory", "must be relative and without \"..\"")
  }

  /// Names of a target and of an initiator, and a number (validateISCSIVolumeSource).
  private func checkISCSI() {
    checkByte("lun")
    for field in ["iqn", "initiatorName"] {
      guard let value = text(field), field != "iqn" || !value.isEmpty, !Self.isISCSIName(value)
      else { continue }
      refuse(
        field, "\"\(value)\" is no name of iSCSI", help: "as iqn.2001-04.com.example:disk1")
    }
    let asks = ["chapAuthDiscovery", "chapAuthSession"].contains { text($0) == "true" }
    if asks, !isGiven("secretRef") { reportMissing("secretRef") }
    if isPersistent { checkSecret(node["secretRef"], "secretRef") }
    let length = name.utf8.count + 1 + (text("targetPortal") ?? "").utf8.count
    if isGiven("initiatorName"), length > 64 {
      refuse("targetPortal", "and the volume's name have more than 64 characters together")
    }
  }

  /// Names in one of three forms (iscsiInitiatorIqnRegex, iscsiInitiatorEuiRegex,
  /// iscsiInitiatorNaaRegex).
  private static func isISCSIName(_ name: String) -> Bool {
    let isAlphanumeric = { (byte: UInt8) in
      (0x30...0x39).contains(byte) || (0x61...0x7A).contains(byte | 0x20)
    }
    for (type, length) in [("eui", 16), ("naa", 32)] where name.hasPrefix(type) {
      return name.utf8.count == 4 + length && name.utf8.dropFirst(4).allSatisfy(isAlphanumeric)
    }
    guard name.hasPrefix("iqn.") else { return false }
    let parts = name.dropFirst(4).split(
      separator: ":", maxSplits: 1, omittingEmptySubsequences: false)
    guard parts.count == 2, !parts[1].isEmpty,
      !parts[1].contains(where: { ",;*&$|".contains($0) || $0.isWhitespace })
    else { return false }
    let head = Array(parts[0].utf8)
    let isDigit = { (byte: UInt8) in (0x30...0x39).contains(byte) }
    return head.count > 8 && head[..<4].allSatisfy(isDigit) && head[4] == 0x2D
      && head[5...6].allSatisfy(isDigit) && head[7] == 0x2E
      && head[8...].allSatisfy { isAlphanumeric($0) || $0 == 0x2D || $0 == 0x2E }
  }

  /// Hosts with ports, and the identity of a tenant (validateQuobyteVolumeSource).
  private func checkRegistry() {
    guard let registry = text("registry"), !registry.isEmpty else { return }
    let isRight = registry.split(separator: ",", omittingEmptySubsequences: false).allSatisfy {
      guard let colon = $0.lastIndex(of: ":") else { return false }
      let host = $0[..<colon]
      return host.hasPrefix("[") ? host.hasSuffix("]") : !host.contains(":")
    }
    if !isRight { refuse("registry", "must be hosts with ports, as registry:7861,other:7861") }
    if (text("tenant") ?? "").utf8.count > 64 { refuse("tenant", "has more than 64 characters") }
  }
}
