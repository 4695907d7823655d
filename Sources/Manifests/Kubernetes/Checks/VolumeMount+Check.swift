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
    for (index, device) in volumeDevices.enumerated() {
      checkDevice(device, after: volumeDevices[..<index], diagnostics)
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

  /// Reports a device at no path, or one that the container has twice.
  private func checkDevice(
    _ device: VolumeDevice, after others: ArraySlice<VolumeDevice>,
    _ diagnostics: DiagnosticCollector
  ) {
    if device.devicePath.isEmpty {
      diagnostics.error(
        "the device \(device.name) needs a devicePath", at: device.spans["devicePath"],
        code: "missing-field")
    } else if device.devicePath.split(separator: "/").contains("..") {
      diagnostics.error(
        "the devicePath \"\(device.devicePath)\" must be without \"..\"",
        at: device.spans["devicePath"], code: "invalid-value")
    }
    let first = others.first { $0.name == device.name || $0.devicePath == device.devicePath }
    guard let first else { return }
    diagnostics.error(
      "two devices have the same volume or path", at: device.span.start, code: "duplicate-name",
      labels: [(first.span.start, "the first is here")])
  }
}
