package import Manifests

/// Kubelets are down, as after `systemctl stop kubelet`: no lease, no status, no probe, and nobody
/// starts or stops a container.
extension KubeletStop: DaemonStop {
  /// The kubelet.
  package static var daemon: NodeDaemon { .kubelet }
}
