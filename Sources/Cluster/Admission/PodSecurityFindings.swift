package import Manifests

/// What the Pod Security Standards have against a pod, in the words of kubernetes'
/// pod-security-admission; empty lists for a pod that they let pass.
package struct PodSecurityFindings: Hashable, Sendable {
  /// Against the level baseline.
  package var baseline: [String] = []
  /// Against the level restricted.
  package var restricted: [String] = []

  /// Makes the findings of a pod that nothing is known against.
  package init() {}

  /// All that keeps a pod from a level.
  package func violations(of level: PodSecurityLevel) -> [String] {
    switch level {
    case .privileged: []
    case .baseline: baseline
    case .restricted: restricted
    }
  }
}

/// The checks of the Pod Security Standards (kubernetes/pod-security-admission policy).
struct PodSecurityChecks {
  private static let defaultCapabilities = [
    "AUDIT_WRITE", "CHOWN", "DAC_OVERRIDE", "FOWNER", "FSETID", "KILL", "MKNOD",
    "NET_BIND_SERVICE", "SETFCAP", "SETGID", "SETPCAP", "SETUID", "SYS_CHROOT",
  ]

  let spec: PodSpec
  let version: ClusterVersion

  private var containers: [Container] { spec.initContainers + spec.containers }

  /// All findings, by the checks' identifiers, those of baseline first; restricted has checks of
  /// capabilities and seccomp of its own in their place (policy/registry.go).
  var findings: PodSecurityFindings {
    var found = PodSecurityFindings()
    let shared = [
      hostNamespaces, hostPaths, hostPorts, probeHosts, privileged, procMount, seLinux,
    ]
    let last = [sysctls, hostProcess]
    found.baseline = ([appArmor, addedCapabilities] + shared + [unconfined] + last)
      .compactMap { $0 }
    // The stricter checks of capabilities and seccomp took the place of baseline's when they came.
    let milder = [
      version.minor < 22 ? addedCapabilities : nil, version.minor < 19 ? unconfined : nil,
    ]
    found.restricted =
      ([appArmor] + milder + shared + last + [
        version.minor >= 8 ? privilegeEscalation : nil,
        version.minor >= 22 ? restrictedCapabilities : nil, volumeTypes, nonRoot,
        version.minor >= 23 ? rootUser : nil, version.minor >= 19 ? restrictedSeccomp : nil,
      ]).compactMap { $0 }
    return found
  }

  /// `container "a"` or `containers "a", "b"`; nil for none.
  private func subject(_ isMeant: (Container) -> Bool) -> String? {
    let names = containers.filter(isMeant).map { "\"\($0.name)\"" }
    guard !names.isEmpty else { return nil }
    return (names.count == 1 ? "container " : "containers ") + names.joined(separator: ", ")
  }

  private var hostNamespaces: String? {
    let used = [
      spec.hostNetwork ? "hostNetwork=true" : nil, spec.hostPID ? "hostPID=true" : nil,
      spec.hostIPC ? "hostIPC=true" : nil,
    ].compactMap { $0 }
    return used.isEmpty ? nil : "host namespaces (\(used.joined(separator: ", ")))"
  }

  private var privileged: String? {
    subject { $0.securityContext?.privileged == true }
      .map { "privileged (\($0) must not set securityContext.privileged=true)" }
  }

  private var addedCapabilities: String? {
    func extra(_ container: Container) -> [String] {
      (container.securityContext?.capabilities?.add ?? []).filter {
        !Self.defaultCapabilities.contains($0)
      }
    }
    let names = containers.flatMap(extra).map { "\"\($0)\"" }
    return subject { !extra($0).isEmpty }.map {
      "non-default capabilities (\($0) must not include \(names.joined(separator: ", ")) in "
        + "securityContext.capabilities.add)"
    }
  }

  private var hostPaths: String? {
    let names = spec.volumes.filter { $0.hostPath != nil }.map { "\"\($0.name)\"" }
    guard !names.isEmpty else { return nil }
    let what = names.count == 1 ? "volume" : "volumes"
    return "hostPath volumes (\(what) \(names.joined(separator: ", ")))"
  }

  /// Ports of the host, each once and sorted as text (policy/check_hostPorts.go).
  ///
  /// Pods on their host's network have each of their ports there, as the API server writes into
  /// them but not into templates (core/v1 SetDefaults_Pod, defaultHostNetworkPorts).
  private var hostPorts: String? {
    func used(_ container: Container) -> [Int] {
      container.ports.compactMap { $0.hostPort ?? (spec.hostNetwork ? $0.containerPort : nil) }
    }
    let users = containers.filter { !used($0).isEmpty }
    var ports: [String] = []
    for port in users.flatMap(used).map({ String($0) }).sorted() where ports.last != port {
      ports.append(port)
    }
    return subject { !used($0).isEmpty }.map {
      "hostPort (\($0) \(users.count == 1 ? "uses" : "use") "
        + "hostPort\(ports.count == 1 ? "" : "s") \(ports.joined(separator: ", ")))"
    }
  }

  private var appArmor: String? {
    let allowed = ["RuntimeDefault", "Localhost"]
    func isForbidden(_ profile: SecurityProfile?) -> Bool {
      profile.map { !allowed.contains($0.type) } ?? false
    }
    if isForbidden(spec.securityContext?.appArmorProfile) {
      return "forbidden AppArmor profile (pod must not set AppArmor profile type to \"Unconfined\")"
    }
    return subject { isForbidden($0.securityContext?.appArmorProfile) }.map {
      "forbidden AppArmor profile (\($0) must not set AppArmor profile type to \"Unconfined\")"
    }
  }

  private var seLinux: String? {
    var types = ["", "container_t", "container_init_t", "container_kvm_t"]
    if version.minor >= 31 { types.append("container_engine_t") }
    func isForbidden(_ options: SELinuxOptions?) -> Bool {
      guard let options else { return false }
      return !types.contains(options.type ?? "") || !(options.user ?? "").isEmpty
        || !(options.role ?? "").isEmpty
    }
    if isForbidden(spec.securityContext?.seLinuxOptions) {
      return "seLinuxOptions (pod set forbidden securityContext.seLinuxOptions)"
    }
    return subject { isForbidden($0.securityContext?.seLinuxOptions) }
      .map { "seLinuxOptions (\($0) set forbidden securityContext.seLinuxOptions)" }
  }

  private var procMount: String? {
    subject { ($0.securityContext?.procMount ?? "Default") != "Default" }
      .map { "procMount (\($0) must not set securityContext.procMount to \"Unmasked\")" }
  }

  private var unconfined: String? {
    let text = "must not set securityContext.seccompProfile.type to \"Unconfined\""
    if spec.securityContext?.seccompProfile?.type == "Unconfined" {
      return "seccompProfile (pod \(text))"
    }
    return subject { $0.securityContext?.seccompProfile?.type == "Unconfined" }
      .map { "seccompProfile (\($0) \(text))" }
  }

  private var sysctls: String? {
    let safe = KernelParameter.safeNames(in: version)
    let names = (spec.securityContext?.sysctls ?? []).map(\.name).filter { !safe.contains($0) }
    return names.isEmpty ? nil : "forbidden sysctls (\(names.joined(separator: ", ")))"
  }

  private var hostProcess: String? {
    if spec.securityContext?.windowsOptions?.hostProcess == true {
      return "hostProcess (pod must not set securityContext.windowsOptions.hostProcess=true)"
    }
    return subject { $0.securityContext?.windowsOptions?.hostProcess == true }.map {
      "hostProcess (\($0) must not set securityContext.windowsOptions.hostProcess=true)"
    }
  }

  /// From 1.34 probes may not name a host.
  private var probeHosts: String? {
    guard version.minor >= 34 else { return nil }
    return subject { container in
      [container.livenessProbe, container.readinessProbe, container.startupProbe].contains {
        !($0?.httpGet?.host ?? "").isEmpty || !($0?.tcpSocket?.host ?? "").isEmpty
      }
    }.map { "probe or lifecycle host (\($0) uses a probe host)" }
  }

  private static let allowedVolumes = [
    "configMap", "csi", "downwardAPI", "emptyDir", "ephemeral", "image", "persistentVolumeClaim",
    "projected", "secret",
  ]

  /// Volumes of other than the allowed sources (policy/check_restrictedVolumes.go); one without any
  /// source is an emptyDir (core/v1 SetDefaults_Volume).
  private var volumeTypes: String? {
    let volumes = spec.volumes.filter { volume in
      !volume.sources.isEmpty && !volume.sources.contains(where: Self.allowedVolumes.contains)
    }
    guard !volumes.isEmpty else { return nil }
    let names = volumes.map { "\"\($0.name)\"" }.joined(separator: ", ")
    var types: [String] = []
    for type in volumes.compactMap(\.sources.first).sorted() where types.last != "\"\(type)\"" {
      types.append("\"\(type)\"")
    }
    return "restricted volume types (\(volumes.count == 1 ? "volume" : "volumes") \(names) "
      + "\(volumes.count == 1 ? "uses" : "use") restricted volume "
      + "\(types.count == 1 ? "type" : "types") \(types.joined(separator: ", ")))"
  }

  private var privilegeEscalation: String? {
    subject { $0.securityContext?.allowPrivilegeEscalation != false }.map {
      "allowPrivilegeEscalation != false (\($0) must set "
        + "securityContext.allowPrivilegeEscalation=false)"
    }
  }

  private var nonRoot: String? {
    let pod = spec.securityContext?.runAsNonRoot
    return subject { ($0.securityContext?.runAsNonRoot ?? pod) != true }.map {
      "runAsNonRoot != true (pod or \($0) must set securityContext.runAsNonRoot=true)"
    }
  }

  private var rootUser: String? {
    if spec.securityContext?.runAsUser == 0 { return "runAsUser=0 (pod must not set runAsUser=0)" }
    return subject { $0.securityContext?.runAsUser == 0 }
      .map { "runAsUser=0 (\($0) must not set runAsUser=0)" }
  }

  private var restrictedSeccomp: String? {
    let pod = spec.securityContext?.seccompProfile?.type
    let unset = "must not set securityContext.seccompProfile.type to \"Unconfined\""
    let said = subject { $0.securityContext?.seccompProfile?.type == "Unconfined" }
    let unsaid =
      pod == nil ? subject { $0.securityContext?.seccompProfile?.type == nil } : nil
    let found = [
      pod == "Unconfined" ? "pod \(unset)" : nil, said.map { "\($0) \(unset)" },
      unsaid.map {
        "pod or \($0) must set securityContext.seccompProfile.type to \"RuntimeDefault\" or "
          + "\"Localhost\""
      },
    ].compactMap { $0 }
    return found.isEmpty ? nil : "seccompProfile (\(found.joined(separator: "; ")))"
  }

  private var restrictedCapabilities: String? {
    func extra(_ container: Container) -> [String] {
      (container.securityContext?.capabilities?.add ?? []).filter { $0 != "NET_BIND_SERVICE" }
    }
    let undropped = subject {
      !($0.securityContext?.capabilities?.drop ?? []).contains("ALL")
    }
    let names = containers.flatMap(extra).map { "\"\($0)\"" }.joined(separator: ", ")
    let found = [
      undropped.map { "\($0) must set securityContext.capabilities.drop=[\"ALL\"]" },
      subject { !extra($0).isEmpty }.map {
        "\($0) must not include \(names) in securityContext.capabilities.add"
      },
    ].compactMap { $0 }
    return found.isEmpty
      ? nil : "unrestricted capabilities (\(found.joined(separator: "; ")))"
  }
}
