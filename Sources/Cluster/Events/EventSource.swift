/// Who tells an event: the component, as `kubectl describe` names it under `From`.
package struct EventSource: RawRepresentable, Hashable, Sendable {
  /// The component's name.
  package let rawValue: String

  /// Makes a source of a component's name.
  package init(rawValue: String) { self.rawValue = rawValue }

  static let kubelet = Self(rawValue: "kubelet")
  /// The kernel's messages, which the node problem detector makes events of.
  static let kernelMonitor = Self(rawValue: "kernel-monitor")
  static let deploymentController = Self(rawValue: "deployment-controller")
  static let replicaSetController = Self(rawValue: "replicaset-controller")
  /// pkg/controller/replication/replication_controller.go NewReplicationManager.
  static let replicationController = Self(rawValue: "replication-controller")
  static let statefulSetController = Self(rawValue: "statefulset-controller")
  static let daemonSetController = Self(rawValue: "daemonset-controller")
  static let jobController = Self(rawValue: "job-controller")
  static let cronJobController = Self(rawValue: "cronjob-controller")
  static let nodeController = Self(rawValue: "node-controller")
  static let taintEvictionController = Self(rawValue: "taint-eviction-controller")
  static let endpointSliceController = Self(rawValue: "endpoint-slice-controller")
  static let volumeController = Self(rawValue: "persistentvolume-controller")
  static let attachDetachController = Self(rawValue: "attachdetach-controller")
  static let horizontalPodAutoscaler = Self(rawValue: "horizontal-pod-autoscaler")
  static let clusterAutoscaler = Self(rawValue: "cluster-autoscaler")
  static let controllerManager = Self(rawValue: "kube-controller-manager")
  static let externalProvisioner = Self(rawValue: "external-provisioner")
  /// The operator that manages the object.
  package static let anOperator = Self(rawValue: "operator")
  /// What an administrator's command printed: no event of a cluster.
  package static let kubectl = Self(rawValue: "kubectl")
  /// What a cluster shows in other ways than by an event, as in a log, a condition or a series.
  static let vhsim = Self(rawValue: "vhsim")

  /// The scheduler by one of its profiles, each of which has a recorder of its own
  /// (pkg/scheduler/profile/profile.go newProfile, NewRecorderFactory).
  static func scheduler(_ profile: String) -> Self { Self(rawValue: profile) }

  /// The resizer beside a driver, which bears its name (external-resizer pkg/controller
  /// NewResizeController).
  static func externalResizer(of driver: String) -> Self {
    Self(rawValue: driver.isEmpty ? "external-resizer" : "external-resizer \(driver)")
  }

  /// The controller of workloads of a kind.
  init(controllerOf kind: String) {
    self =
      switch kind {
      case "Deployment": .deploymentController
      case "ReplicaSet": .replicaSetController
      case "ReplicationController": .replicationController
      case "StatefulSet": .statefulSetController
      case "DaemonSet": .daemonSetController
      case "Job": .jobController
      case "CronJob": .cronJobController
      case "Cluster", "StrimziPodSet": .anOperator
      // Nobody makes a pod without an owner but who writes it.
      case "Pod": .kubectl
      default: .controllerManager
      }
  }
}
