/// The events that the room `Cluster` schedules for itself; those of its CPU model are `CPUEvent`,
/// those of its autoscalers `AutoscalingEvent`.
enum ClusterNotice: UInt8 {
  /// The next step of a pod's way through its kubelet; argument: pod.
  case podStep = 0
  /// The kubelet's status of a pod reaches the API; argument: pod.
  case podStatus
  /// A pod's toleration of its node's NoExecute taints ends; argument: pod.
  case podEviction
  /// The pod object is removed from the API; argument: pod.
  case podRemoval
  /// The next step of a container's end, or of its restart; argument: container.
  case containerStep
  /// The kubelet sees that a container has started; argument: container.
  case containerSeen
  /// A probe's next check that can change something; argument: container * 4 + probe.
  case probe
  /// A controller reconciles its pods; argument: workload.
  case workloadSync
  /// The endpoint slice controller writes a Service's slices; argument: service.
  case sliceSync
  /// kube-proxy applies a Service's slices; argument: service.
  case proxySync
  /// istiod's debounce of a Service's slices ends; argument: service.
  case meshPush
  /// The scheduler takes the next pod.
  case schedule
  /// The scheduler's back-off queue is flushed.
  case backoffFlush
  /// Pods that have been unschedulable for long are tried again.
  case unschedulableFlush
  /// A pass of the node controller has to do with a node; argument: node.
  case nodeMonitor
  /// A zone's queue may taint its next node; argument: zone.
  case taintPass
  /// A node's kubelet writes that it is Ready again; argument: node.
  case nodeRecovered
  /// A machine has booted; argument: node.
  case nodeBooted
  /// A CronJob's schedule is due; argument: workload.
  case cronDue
  /// A volume's detachment ends; argument: volume.
  case volumeDetached
  /// A finished Job's time to live is over; argument: workload.
  case jobExpired
  /// A drain asks again for evictions, or looks whether its pods are gone; argument: node.
  case drainStep
  /// A component of the control plane has a new leader; argument: component.
  case leaderElected
  /// A master's components run again after its boot.
  case mastersChanged
  /// The pod garbage collector deletes the pods of a deleted node; argument: node.
  case removedNodePass
  /// A node's eviction manager looks for shortages; argument: node.
  case evictionPass
  /// The pod garbage collector looks at a node that is out of service; argument: node.
  case outOfServicePass
  /// A node's images go on loading; argument: node.
  case imagePull
  /// A node's kubelet looks for images to delete; argument: node.
  case imageCollection
  /// The pod garbage collector looks whether too many pods have ended.
  case endedCollection
  /// A claim's volume or its file system has grown; argument: claim.
  case volumeExpanded
  /// A lease of an operator's copies is looked at; argument: lease.
  case leaseRenewal
  /// A pod's activeDeadlineSeconds are over; argument: pod.
  case podDeadline
  /// A machine's reboot comes to its next stage; argument: node.
  case shutdownStep
  /// A provisioner has made the volume of a claim; argument: claim.
  case volumeMade
  /// The volumes that a pod's binding waited for are there; argument: pod.
  case podVolumesBound
  /// A driver has attached a volume; argument: volume.
  case volumeAttached
  /// The pod garbage collector looks at a pod whose node there never was; argument: pod.
  case orphanCollection
  /// The namespace controller looks what is left of a deleted namespace; argument: its index among
  /// them.
  case namespacePass
  /// The volume controller looks at the claims without a volume.
  case claimSync
  /// A node's kubelet thinks of its container runtime, which is down or was; argument: node.
  case runtimeLook
  /// A kubelet looks at other resources that are asked for a pod; argument: pod.
  case podResize
  /// A Deployment's controller looks at the deadline of its rollout; argument: workload.
  case rolloutLook
  /// Not an event of this room.
  case unknown = 255

  init(kind: UInt8) { self = ClusterNotice(rawValue: kind) ?? .unknown }
}
