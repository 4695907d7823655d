import Manifests

/// The rules of resizes that depend on the version.
extension ClusterVersion {
  /// Whether a memory limit becomes less, or is added, without a restart (KEP-1287, 1.34).
  var shrinksMemory: Bool { minor >= 34 }

  /// Whether a kubelet tries what it deferred again when something of its node changes, the most
  /// important pod first (allocation_manager.go sortPendingResizes, 1.34); at the next sync of the
  /// pod before.
  var ordersResizes: Bool { minor >= 34 }

  /// Whether a kubelet that does not write a container's limit of memory names what the container
  /// uses, not what the pod does (pull request 141100, which came after 1.36).
  var namesContainerUse: Bool { minor >= 37 }

  /// Whether kubelets count the resizes that wait or are under way (1.34, pull request 132903).
  var countsResizes: Bool { minor >= 34 }

  /// Whether the kubelet tells that a resize is completed (1.34, pull request 130387).
  var tellsOfResizeEnds: Bool { minor >= 34 }

  /// Whether the kubelet tells of every step of a resize, with the pod's generation (1.35, pull
  /// request 134825).
  var tellsOfResizes: Bool { minor >= 35 }

  /// Whether containers of a pod that asks as a whole can be resized
  /// (InPlacePodLevelResourcesVerticalScaling, on from 1.36).
  var resizesInWholes: Bool { minor >= 36 }

  /// Whether the API server refuses what is more than the pod's node has (1.36).
  var refusesHopelessResizes: Bool { minor >= 36 }
}
