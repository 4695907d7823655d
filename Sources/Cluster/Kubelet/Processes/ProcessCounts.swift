/// Processes and threads that a node has beside those of its containers' software.
enum ProcessCounts {
  /// Kernel threads, systemd's units, the kubelet and the container runtime (an estimate).
  static let system: Int64 = 300
  /// Threads of a pod's containerd-shim, outside the pod's cgroup (kubernetes issue 51977 shows
  /// eleven).
  static let shim: Int64 = 11
  /// The pause container of a pod's sandbox.
  static let sandbox: Int64 = 1
  /// Threads of runc while it starts a container or a command (an estimate).
  static let runtime: Int64 = 8
}
