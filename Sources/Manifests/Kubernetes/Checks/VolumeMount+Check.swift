extension VolumeMount {
  /// Reports what a mount needs of its container (validateMountPropagation).
  func checkSharing(isPrivileged: Bool, _ diagnostics: DiagnosticCollector) {
    if mountPropagation == "Bidirectional", !isPrivileged {
      diagnostics.error(
        "only a privileged container may have the mountPropagation Bidirectional",
        at: spans["mountPropagation"], code: "invalid-value",
        help: "write securityContext: {privileged: true}, or HostToContainer")
    }
  }
}

extension Container {
  /// Reports devices that are no volumes of a claim, or that stand where a mount does
  /// (ValidateVolumeDevices); names that the pod does not have are told elsewhere.
  func checkDevices(of volumes: [Volume], _ diagnostics: DiagnosticCollector) {
    for device in volumeDevices {
      let volume = volumes.first { $0.name == device.name }
      if let volume, volume.persistentVolumeClaim == nil, volume.ephemeral == nil {
        diagnostics.error(
          "the device \(device.name) must be the volume of a claim", at: device.spans["name"],
          code: "invalid-value")
      }
      let mount = volumeMounts.first {
        $0.name == device.name || $0.mountPath == device.devicePath
      }
      guard let mount else { continue }
      diagnostics.error(
        "the volume \(device.name) can not be a device where \(mount.name) is mounted",
        at: device.span.start, code: "conflicting-fields",
        labels: [(mount.span.start, "the mount")])
    }
  }
}
