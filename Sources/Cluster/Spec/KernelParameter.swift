package import Manifests

/// A kernel parameter that a pod sets for itself (`securityContext.sysctls`).
package struct KernelParameter: Hashable, Sendable {
  /// Its name, with dots.
  package let name: String
  /// The namespace that it belongs to, `net` or `ipc`, where the pod has its node's own and so may
  /// not set it; nil elsewhere.
  package let sharedNamespace: String?

  /// Makes a parameter of a pod with namespaces of its own.
  package init(name: String) {
    self.name = name
    sharedNamespace = nil
  }

  /// Reads a parameter of a pod.
  ///
  /// Where a slash comes before any dot, slashes separate its words and dots belong to them
  /// (utilsysctl.NormalizeName).
  init(name: String, of pod: PodSpec) {
    let isPath = name.first { "./".contains($0) } == "/"
    self.name =
      isPath ? String(name.map { $0 == "/" ? "." : $0 == "." ? "/" : $0 }) : name
    let isNet = self.name.hasPrefix("net.")
    let isShared = isNet ? pod.hostNetwork : pod.hostIPC
    sharedNamespace = isShared ? (isNet ? "net" : "ipc") : nil
  }

  /// The parameters that any pod may set, as they are its own and harm no other
  /// (pkg/kubelet/sysctl/safe_sysctls.go, with the kernels of their time).
  static func safeNames(in version: ClusterVersion) -> [String] {
    var names = [
      "kernel.shm_rmid_forced", "net.ipv4.ip_local_port_range",
      "net.ipv4.ip_unprivileged_port_start", "net.ipv4.tcp_syncookies",
      "net.ipv4.ping_group_range",
    ]
    if version.minor >= 27 { names.append("net.ipv4.ip_local_reserved_ports") }
    if version.minor >= 29 {
      names += [
        "net.ipv4.tcp_keepalive_time", "net.ipv4.tcp_fin_timeout",
        "net.ipv4.tcp_keepalive_intvl", "net.ipv4.tcp_keepalive_probes",
      ]
    }
    if version.minor >= 32 { names += ["net.ipv4.tcp_rmem", "net.ipv4.tcp_wmem"] }
    return names
  }

  /// Why a kubelet does not let a pod set it, with its own list of others, in which `*` at the end
  /// stands for any rest; nil where it does (allowlist.go validateSysctl).
  package func problem(in version: ClusterVersion, allowed: [String]) -> String? {
    let isAllowed = (Self.safeNames(in: version) + allowed).contains {
      $0.last == "*" ? name.hasPrefix($0.dropLast()) : $0 == name
    }
    guard isAllowed else { return "\"\(name)\" not allowlisted" }
    return sharedNamespace.map { "\"\(name)\" not allowed with host \($0) enabled" }
  }
}
