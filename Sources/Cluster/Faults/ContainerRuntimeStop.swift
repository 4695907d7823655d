package import Manifests

/// containerd is down, as after `systemctl stop containerd`: its shims keep the containers, leases
/// and network probes go on, and no container is started, stopped or entered.
extension ContainerRuntimeStop: DaemonStop {
  /// The container runtime.
  package static var daemon: NodeDaemon { .containerRuntime }
}
