/// Claims that nothing can serve, and pods whose claims do not exist: they wait for ever.
package enum StorageOfClaims: PlatformCheck {
  /// Reports unknown classes and claims.
  ///
  /// Clusters bring classes of their own, so a class is missed only where manifests give others.
  package static func report(on platform: CheckedPlatform, _ diagnostics: DiagnosticCollector) {
    let manifests = platform.manifests
    for claim in manifests.persistentVolumeClaims {
      check(claim.spec, of: "the claim \(claim.metadata.name)", claim.span, platform, diagnostics)
    }
    for workload in manifests.statefulSets {
      for claim in workload.volumeClaimTemplates {
        check(
          claim.spec, of: "the claim \(claim.metadata.name) of \(workload.metadata.name)",
          claim.span, platform, diagnostics)
      }
    }
    for group in platform.pods {
      for volume in group.spec?.volumes ?? [] {
        guard let template = volume.ephemeral?.volumeClaimTemplate else { continue }
        check(
          template.spec, of: "the claim of the volume \(volume.name) of \(group.subject)",
          volume.span, platform, diagnostics)
      }
    }
    let claims = NamedObjects(manifests.persistentVolumeClaims.map(\.metadata))
    for group in platform.pods {
      for volume in group.spec?.volumes ?? [] {
        guard let claim = volume.persistentVolumeClaim else { continue }
        check(claim, of: group, claims, platform, diagnostics)
      }
    }
  }

  private static func check(
    _ claim: ClaimSpec, of what: String, _ span: SourceSpan, _ platform: CheckedPlatform,
    _ diagnostics: DiagnosticCollector
  ) {
    let classes = platform.manifests.storageClasses
    let volumes = platform.manifests.persistentVolumes
    // An empty name asks for a volume that somebody made by hand.
    if claim.storageClassName == "", !volumes.contains(where: \.storageClassName.isEmpty) {
      diagnostics.warning(
        "\(what) wants no StorageClass, and no manifest defines a PersistentVolume without one: a "
          + "cluster without it leaves it Pending", at: claim.storageClassNameSpan,
        code: "unknown-storage-class",
        help: "leave storageClassName out for the default class")
    }
    guard !classes.isEmpty else { return }
    guard let name = claim.storageClassName else {
      let hasDefault = classes.contains { $0.isDefault }
      if hasDefault || claim.volumeName != nil { return }
      diagnostics.warning(
        "\(what) names no StorageClass, and none is the default: it stays Pending", at: span.start,
        code: "unknown-storage-class", help: "one of \(names(classes))")
      return
    }
    let isServed =
      name.isEmpty || classes.contains { $0.metadata.name == name }
      || volumes.contains { $0.storageClassName == name }
    guard !isServed else { return }
    diagnostics.warning(
      "\(what) wants the StorageClass \"\(name)\", which no manifest defines: it stays Pending",
      at: claim.storageClassNameSpan, code: "unknown-storage-class",
      help: nearest(name, in: classes.map(\.metadata.name)).map { "did you mean \"\($0)\"?" }
        ?? "one of \(names(classes))")
  }

  private static func names(_ classes: [StorageClass]) -> String {
    classes.map(\.metadata.name).joined(separator: ", ")
  }

  private static func check(
    _ claim: ClaimVolumeSource, of group: PodMaker, _ claims: NamedObjects,
    _ platform: CheckedPlatform, _ diagnostics: DiagnosticCollector
  ) {
    let own = platform.manifests.statefulSets.contains {
      group.kind == "StatefulSet" && $0.metadata.name == group.name
        && $0.metadata.home == group.namespace
        && $0.volumeClaimTemplates.contains { $0.metadata.name == claim.claimName }
    }
    guard !own, !claims.contains(claim.claimName, in: group.namespace),
      !platform.manifests.mayBeOperated(claim.claimName, in: group.namespace)
    else { return }
    diagnostics.warning(
      "the pods of \(group.subject) use the claim \"\(claim.claimName)\", which no manifest "
        + "defines: they stay Pending", at: claim.claimNameSpan, code: "unknown-claim",
      help: claims.help(for: claim.claimName, in: group.namespace))
  }
}
