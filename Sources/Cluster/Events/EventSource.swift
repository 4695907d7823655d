/// Who tells an event: the component, as `kubectl describe` names it under `From`.
///
/// All profiles of the scheduler have its name.
package enum EventSource: String, Sendable {
  case kubelet
  /// The kernel's messages, which the node problem detector makes events of.
  case kernelMonitor = "kernel-monitor"
  case scheduler = "default-scheduler"
  case deploymentController = "deployment-controller"
  case replicaSetController = "replicaset-controller"
  case statefulSetController = "statefulset-controller"
  case daemonSetController = "daemonset-controller"
  case jobController = "job-controller"
  case cronJobController = "cronjob-controller"
  case nodeController = "node-controller"
  case taintEvictionController = "taint-eviction-controller"
  case endpointSliceController = "endpoint-slice-controller"
  case volumeController = "persistentvolume-controller"
  case attachDetachController = "attachdetach-controller"
  case horizontalPodAutoscaler = "horizontal-pod-autoscaler"
  case clusterAutoscaler = "cluster-autoscaler"
  case controllerManager = "kube-controller-manager"
  case externalProvisioner = "external-provisioner"
  case externalResizer = "external-resizer"
  /// The operator that manages the object.
  case anOperator = "operator"
  /// What an administrator's command printed: no event of a cluster.
  case kubectl
  /// What a cluster shows in other ways than by an event, as in a log, a condition or a series.
  case vhsim

  /// The controller of workloads of a kind.
  init(controllerOf kind: String) {
    self =
      switch kind {
      case "Deployment": .deploymentController
      case "ReplicaSet": .replicaSetController
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
