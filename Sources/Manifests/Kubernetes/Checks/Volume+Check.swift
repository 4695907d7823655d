extension Volume {
  /// Reports a volume of several kinds, and files that can not be written
  /// (pkg/apis/core/validation validateVolumeSource).
  func check(_ diagnostics: DiagnosticCollector) {
    for file in files { file.check(diagnostics) }
    for item in downwardItems { item.check(diagnostics) }
    for item in keyItems where item.key.isEmpty {
      diagnostics.error(
        "an item of the volume \(name) needs a key", at: item.keySpan, code: "missing-field")
    }
    for (mode, span) in defaultModes { checkMode(mode, "defaultMode", span, diagnostics) }
    checkProjection(diagnostics)
    checkSource(diagnostics)
    guard sources.count > 1 else { return }
    diagnostics.error(
      "the volume \(name) has \(sources.count) sources, and can have one", at: span.start,
      code: "invalid-value")
  }
}

extension Volume {
  /// Reports sources that lead nowhere.
  private func checkSource(_ diagnostics: DiagnosticCollector) {
    if let secret, secret.secretName.isEmpty, !diagnostics.hasError(in: span) {
      diagnostics.error(
        "the volume \(name) needs a secretName", at: secret.nameSpan.start, code: "missing-field")
    }
    if let claim = persistentVolumeClaim, claim.claimName.isEmpty {
      diagnostics.error(
        "the volume \(name) needs a claimName", at: claim.claimNameSpan, code: "missing-field")
    }
    checkNames(diagnostics)
    checkMachines(diagnostics)
    if let hostPath, hostPath.path.isEmpty {
      diagnostics.error(
        "the volume \(name) needs a path", at: hostPath.pathSpan, code: "missing-field")
    }
    if let hostPath, hostPath.path.split(separator: "/").contains("..") {
      diagnostics.error(
        "the path \"\(hostPath.path)\" must be without \"..\"", at: hostPath.pathSpan,
        code: "invalid-value")
    }
    if let nfs, !nfs.path.hasPrefix("/") {
      diagnostics.error(
        "the path \"\(nfs.path)\" must be absolute", at: nfs.pathSpan, code: "invalid-value")
    }
    if let emptyDir, let limit = emptyDir.sizeLimit, limit < .zero {
      diagnostics.error(
        "sizeLimit may not be negative", at: emptyDir.sizeLimitSpan, code: "out-of-range")
    }
  }

  /// Reports storage of no server, driver or claim (validateNFSVolumeSource,
  /// validateCSIVolumeSource, validateEphemeralVolumeSource).
  private func checkMachines(_ diagnostics: DiagnosticCollector) {
    if let nfs, nfs.server.isEmpty {
      diagnostics.error(
        "the volume \(name) needs a server", at: nfs.spans["server"], code: "missing-field")
    }
    if let csi { diagnostics.checkDriver(csi.driver, at: csi.spans["driver"]) }
    guard let ephemeral, !diagnostics.hasError(in: span) else { return }
    guard let claim = ephemeral.volumeClaimTemplate?.spec else {
      diagnostics.error(
        "the volume \(name) needs a volumeClaimTemplate", at: span.start, code: "missing-field")
      return
    }
    if !claim.statesModes || !claim.statesSize {
      diagnostics.error(
        "the claim of the volume \(name) needs "
          + (claim.statesModes ? "resources.requests.storage" : "accessModes"),
        at: span.start, code: "missing-field")
    } else if let size = claim.resources.requests["storage"], size <= .zero {
      diagnostics.error(
        "the storage of the volume \(name) must be greater than 0", at: claim.resourcesSpan.start,
        code: "out-of-range")
    }
    if let metadata = ephemeral.volumeClaimTemplate?.metadata, !metadata.name.isEmpty {
      diagnostics.error(
        "the claim of the volume \(name) may have no name", at: metadata.nameSpan,
        code: "invalid-value", help: "it is named after its pod and the volume")
    }
  }

  /// Reports a ConfigMap without a name (validateConfigMapVolumeSource), and a medium that the API
  /// server takes and the kubelet does not know (pkg/volume/emptydir SetUpAt).
  private func checkNames(_ diagnostics: DiagnosticCollector) {
    for source in [configMap].compactMap({ $0 })
      + (projected?.sources ?? []).compactMap(\.configMap)
    where source.name.isEmpty {
      diagnostics.error(
        "the volume \(name) needs the name of a ConfigMap", at: source.nameSpan,
        code: "missing-field")
    }
    if let emptyDir, !["", "Memory", "HugePages"].contains(emptyDir.medium),
      !emptyDir.medium.hasPrefix("HugePages-")
    {
      diagnostics.warning(
        "\"\(emptyDir.medium)\" is no medium of an emptyDir volume: no kubelet mounts it",
        at: emptyDir.spans["medium"], code: "invalid-value",
        help: "Memory, HugePages or HugePages-2Mi; nothing for the node's disk")
    }
  }

  /// The files that it says where to put.
  private var files: [VolumeFile] {
    (configMap?.items ?? []).map(VolumeFile.init) + (secret?.items ?? []).map(VolumeFile.init)
      + (downwardAPI?.items ?? []).map(VolumeFile.init)
      + (projected?.sources ?? []).flatMap(\.files)
  }

  private var keyItems: [KeyToPath] {
    let projections = projected?.sources ?? []
    return (configMap?.items ?? []) + (secret?.items ?? [])
      + projections.flatMap { ($0.configMap?.items ?? []) + ($0.secret?.items ?? []) }
  }

  /// The pod's fields that it shows as files.
  var downwardItems: [DownwardAPIItem] {
    (downwardAPI?.items ?? [])
      + (projected?.sources ?? []).flatMap { $0.downwardAPI?.items ?? [] }
  }

  private var defaultModes: [(mode: Int, span: SourceSpan)] {
    [
      configMap.map { ($0.defaultMode, $0.defaultModeSpan) },
      secret.map { ($0.defaultMode, $0.defaultModeSpan) },
      projected.map { ($0.defaultMode, $0.defaultModeSpan) },
      downwardAPI.map { ($0.defaultMode, $0.defaultModeSpan) },
    ].compactMap { $0 }
  }

  /// Reports two files at a path of one directory, and tokens that would be renewed too often.
  ///
  /// A token's path is not among those that are compared (validateProjectionSources).
  private func checkProjection(_ diagnostics: DiagnosticCollector) {
    let files = (projected?.sources ?? []).flatMap(\.itemFiles)
    for (index, file) in files.enumerated() {
      guard let first = files[..<index].first(where: { $0.path == file.path }) else { continue }
      diagnostics.error(
        "two files of the volume \(name) are at \(file.path)", at: file.pathSpan,
        code: "duplicate-name", labels: [(first.pathSpan, "the first is here")])
    }
    for source in projected?.sources ?? [] where source.sources.count > 1 {
      diagnostics.error(
        "a source of the volume \(name) is one thing, and \(source.sources.count) are written",
        at: source.span.start, code: "invalid-value",
        help: "begin a new source before \(source.sources[1])")
    }
    for token in (projected?.sources ?? []).compactMap(\.serviceAccountToken)
    where !(600...1 << 32).contains(token.expirationSeconds) {
      diagnostics.error(
        "a token lives 600 to \(1 << 32) seconds", at: token.expirationSecondsSpan,
        code: "out-of-range")
    }
    for bundle in (projected?.sources ?? []).compactMap(\.clusterTrustBundle) {
      bundle.check(name, diagnostics)
    }
  }
}

extension VolumeProjection {
  /// The files that it says where to put.
  fileprivate var files: [VolumeFile] {
    itemFiles
      + [serviceAccountToken].compactMap { $0 }.map {
        VolumeFile(path: $0.path, pathSpan: $0.pathSpan, mode: nil, modeSpan: $0.pathSpan)
      }
  }

  /// The files of its ConfigMap, Secret and pod's fields.
  fileprivate var itemFiles: [VolumeFile] {
    (configMap?.items ?? []).map(VolumeFile.init) + (secret?.items ?? []).map(VolumeFile.init)
      + (downwardAPI?.items ?? []).map(VolumeFile.init)
  }
}

/// A file of a volume, by its path below the place where the volume is mounted.
private struct VolumeFile {
  var path: String
  var pathSpan: SourceSpan
  var mode: Int?
  var modeSpan: SourceSpan

  /// Reports a path that leaves the volume (validateLocalNonReservedPath), and bits that no file
  /// has.
  func check(_ diagnostics: DiagnosticCollector) {
    if path.isEmpty {
      diagnostics.error("a file needs a path", at: pathSpan, code: "missing-field")
    } else if path.hasPrefix("/") || path.hasPrefix("..")
      || path.split(separator: "/").contains("..")
    {
      diagnostics.error(
        "the path \"\(path)\" must be relative and without \"..\"", at: pathSpan,
        code: "invalid-value")
    }
    if let mode { checkMode(mode, "mode", modeSpan, diagnostics) }
  }
}

extension VolumeFile {
  init(_ item: KeyToPath) {
    self.init(
      path: item.path, pathSpan: item.pathSpan, mode: item.mode, modeSpan: item.modeSpan)
  }

  init(_ item: DownwardAPIItem) {
    self.init(
      path: item.path, pathSpan: item.pathSpan, mode: item.mode, modeSpan: item.modeSpan)
  }
}

extension DiagnosticCollector {
  /// Reports a driver of volumes without a name, or of one that none has (ValidateCSIDriverName).
  func checkDriver(_ name: String, at span: SourceSpan) {
    if name.isEmpty {
      error("a csi volume needs a driver", at: span, code: "missing-field")
    } else {
      checkReference(name.lowercased(), "the driver", at: span)
      guard name.utf8.count > 63 else { return }
      error(
        "the driver \"\(name)\" has more than 63 characters", at: span, code: "invalid-name")
    }
  }
}

/// Reports bits that no file has (pkg/apis/core/validation fileModeErrorMsg).
private func checkMode(
  _ mode: Int, _ field: String, _ span: SourceSpan, _ diagnostics: DiagnosticCollector
) {
  guard !(0...0o777).contains(mode) else { return }
  diagnostics.error(
    "\(field) \(mode) is not within 0 and 0777 (octal)", at: span, code: "out-of-range",
    help: "a number without a leading 0 is decimal: 0644 is 420")
}
