extension ManifestSet {
  /// Reports what can not name a class of volume attributes (validatePersistentVolumeClaimSpec,
  /// ValidatePersistentVolumeSpec).
  ///
  /// Before 1.34 the API server drops the field (pkg/api/persistentvolumeclaim DropDisabledFields,
  /// pkg/api/persistentvolume DropDisabledSpecFields).
  func checkAttributeClasses(_ version: ClusterVersion?, _ diagnostics: DiagnosticCollector) {
    var claims = persistentVolumeClaims.map(\.spec)
    claims += statefulSets.flatMap(\.volumeClaimTemplates).map(\.spec)
    for maker in podMakers {
      claims += (maker.spec?.volumes ?? []).compactMap {
        $0.ephemeral?.volumeClaimTemplate?.spec
      }
    }
    for claim in claims {
      guard let name = claim.volumeAttributesClassName else { continue }
      let place = claim.volumeAttributesClassNameSpan
      guard Self.hasClasses(version, at: place, diagnostics) else { continue }
      diagnostics.checkReference(name, Self.noun, at: place)
    }
    for volume in persistentVolumes {
      guard let name = volume.volumeAttributesClassName else { continue }
      let place = volume.spans["volumeAttributesClassName"]
      guard Self.hasClasses(version, at: place, diagnostics) else { continue }
      volume.check(name, at: place, diagnostics)
    }
  }

  fileprivate static let noun = "the class of volume attributes"

  private static func hasClasses(
    _ version: ClusterVersion?, at place: SourceSpan, _ diagnostics: DiagnosticCollector
  ) -> Bool {
    guard let version, !version.hasAttributeClasses else { return true }
    diagnostics.reportMissing(
      "volumeAttributesClassName", in: version, isKnown: version.knowsAttributeClasses,
      from: "1.34", at: place)
    return false
  }
}

extension PersistentVolume {
  fileprivate func check(
    _ name: String, at place: SourceSpan, _ diagnostics: DiagnosticCollector
  ) {
    if name.isEmpty {
      diagnostics.error(
        "volumeAttributesClassName may not be empty", at: place, code: "missing-field")
    }
    diagnostics.checkReference(name, ManifestSet.noun, at: place)
    guard csi == nil, !diagnostics.hasError(in: spans["csi"]) else { return }
    diagnostics.error(
      "volumeAttributesClassName needs a volume of a CSI driver", at: place, code: "missing-field")
  }
}
