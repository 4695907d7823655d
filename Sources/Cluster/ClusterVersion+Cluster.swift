package import Manifests
package import SimulationKernel

/// The defaults of the control plane that depend on the Kubernetes version, and its timers.
extension ClusterVersion {
  /// Silence of a node before it is Unknown (kube-controller-manager --node-monitor-grace-period:
  /// 40s, 50s since 1.32).
  package var nodeMonitorGracePeriod: SimDuration { .seconds(minor >= 32 ? 50 : 40) }

  /// Whether a pod's own grace, where it is shorter, stays its grace at a soft threshold of
  /// eviction (AllowOverwriteTerminationGracePeriodSeconds, off from 1.32).
  var cutsSoftGrace: Bool { minor >= 32 }

  /// Whether an idle scheduler takes pods from the back-off queue (SchedulerPopFromBackoffQ, 1.33).
  package var popsFromBackoffQueue: Bool { minor >= 33 }

  /// Whether containers stay started and ready at a start of their kubelet
  /// (ChangeContainerStatusOnKubeletRestart, off from 1.35).
  var keepsStatusAtKubeletStart: Bool { minor >= 35 }

  /// Whether plugins' hints decide which changes wake a pod (SchedulerQueueingHints, on from 1.32).
  package var queueingHints: Bool { minor >= 32 }

  /// Whether a node's end wakes pods for which it counted (deleteNodeFromCache since 1.32, pull
  /// request 127464).
  var wakesForRemovedNodes: Bool { minor >= 32 }

  /// Whether the end of a nomination wakes pods that it kept out (eventhandlers.go
  /// getLEPriorityPreCheck since 1.33, pull request 129058).
  var wakesForNominations: Bool { minor >= 33 }

  /// Whether a request above a node's whole allocatable rules out preemption there
  /// (NodeResourcesFit gives UnschedulableAndUnresolvable since 1.32).
  package var fitKnowsHopelessNodes: Bool { minor >= 32 }

  /// What FailedScheduling says of nodes that a pod's terms pin it away from; nil: nothing.
  package var pinnedAwayReason: String? {
    if minor >= 32 { return "node(s) didn't satisfy plugin(s) [\(NodeAffinityPlugin.name)]" }
    return minor >= 30 ? "node is filtered out by the prefilter result" : nil
  }

  /// Whether terms of pod affinity take values from the pod's own labels
  /// (MatchLabelKeysInPodAffinity, on since 1.31; the fields are dropped before).
  package var hasLabelKeysInAffinity: Bool { minor >= 31 }

  /// Whether tolerations compare numbers (TaintTolerationComparisonOperators, 1.35).
  package var tolerationsCompareNumbers: Bool { minor >= 35 }

  /// Whether BalancedAllocation skips pods that request nothing (since 1.32 in upstream's source).
  package var balancedSkipsBestEffort: Bool { minor >= 32 }

  /// Whether pods ask resources as a whole (PodLevelResources, on since 1.34).
  package var hasPodLevelResources: Bool { minor >= 34 }

  /// Whether the cluster autoscaler's default expander is least-waste (1.35); random before.
  package var hasLeastWasteExpander: Bool { minor >= 35 }

  /// Whether the cluster autoscaler tells that its greatest number of nodes is there (1.33).
  var tellsOfFullClusters: Bool { minor >= 33 }

  /// Whether the cluster autoscaler counts devices beside CPU, memory and GPUs (utilization.Info
  /// since 1.32).
  var countsDevices: Bool { minor >= 32 }

  /// Whether a horizontal autoscaler's rules may have a tolerance (HPAConfigurableTolerance, on
  /// since 1.35).
  var hasConfigurableTolerance: Bool { minor >= 35 }

  /// Whether a Service may ask for endpoints that are close (ServiceTrafficDistribution, on since
  /// 1.31).
  var hasTrafficDistribution: Bool { minor >= 31 }

  /// Whether it may name zone or node (PreferSameTrafficDistribution, on since 1.34).
  var hasSameNodeTraffic: Bool { minor >= 34 }

  /// How many syncs a kube-proxy may run without its pause between them (iptables/proxier.go
  /// burstSyncs; its runner has no bursts since 1.34, pull request 131615).
  var proxySyncBurst: Int { minor >= 34 ? 1 : 2 }

  /// Whether the horizontal autoscaler compares a ratio's distance from 1 with its tolerance
  /// (replica_calculator.go up to 1.32); from 1.33 on the ratio with `1 - tolerance` and
  /// `1 + tolerance`.
  var comparesToleranceAsDistance: Bool { minor < 33 }

  /// Whether the storages of scales have words of their own for an object that is not there (up to
  /// 1.32; pull request 129858 gives them the object's).
  var namesMissingScales: Bool { minor < 33 }

  /// What the kubelet says of a container that the runtime has created (kuberuntime_container.go;
  /// with a colon since 1.32, without the name since 1.35, pull request 134043).
  package func createdText(_ container: String) -> String {
    guard minor < 35 else { return "Container created" }
    return "Created container\(minor >= 32 ? ":" : "") \(container)"
  }

  /// What it says of one that has started (without the name since 1.35).
  package func startedText(_ container: String) -> String {
    minor < 35 ? "Started container \(container)" : "Container started"
  }

  /// What it says of an image that it need not pull (image_manager.go EnsureImageExists; with a
  /// look at the pod's credentials since 1.35, KubeletEnsureSecretPulledImages).
  package func presentText(_ image: String) -> String {
    "Container image \"\(image)\" already present on machine"
      + (minor >= 35 ? " and can be accessed by the pod" : "")
  }

  /// What the kubelet says where deleting images did not free enough (image_gc_manager.go
  /// GarbageCollect; of the disk and no more of its own plan since 1.35, pull request 132578).
  package func imageShortageText(
    percent: Int64, of size: Int64, wanted: Int64, freed: Int64
  ) -> String {
    guard minor >= 35 else {
      return "Failed to garbage collect required amount of images. Attempted to free \(wanted) "
        + "bytes, but only found \(freed) bytes eligible to free."
    }
    return "Insufficient free disk space on the node's image filesystem (\(percent)% of "
      + "\(FigureText.roundedSize(size)) used). Failed to free sufficient space by deleting unused "
      + "images (freed \(freed) bytes). Investigate disk usage, as it could be used by active "
      + "images, logs, volumes, or other data."
  }

  /// First wait before a crashed container starts again (pkg/kubelet containerBackOffPeriod).
  package var crashBackoffInitial: SimDuration { .seconds(10) }

  /// Longest wait between restarts of a crashing container (pkg/kubelet MaxContainerBackOff).
  package var crashBackoffMaximum: SimDuration { .seconds(300) }

  /// How long a container runs until its back-off is forgotten: twice the longest wait.
  package var crashBackoffReset: SimDuration { crashBackoffMaximum * 2 }

  /// Whether a node may shorten the longest wait (KubeletCrashLoopBackOffMax, on since 1.35).
  package var letsNodesLimitCrashBackoff: Bool { minor >= 35 }

  /// Whether a Job is Complete or Failed only when its pods have ended (job_controller.go
  /// delayTerminalCondition, 1.31).
  var jobsWaitForTheirPods: Bool { minor >= 31 }

  /// Whether a Job that is suspended loses its start time at once
  /// (MutableSchedulingDirectivesForSuspendedJobs, on since 1.36).
  var suspensionClearsStart: Bool { minor >= 36 }

  /// Whether a claim may ask for less again while it has not grown (RecoverVolumeExpansionFailure,
  /// on since 1.32).
  var recoversFromExpansion: Bool { minor >= 32 }

  /// Whether the kubelet repeats a failed sync when a back-off is over, and not each 10 to 15 s
  /// (pod_workers.go completeWork, 1.35).
  var retriesWhenWaitIsOver: Bool { minor >= 35 }

  /// Whether a node enters the queue for the taint NoExecute in the pass that finds it unreachable
  /// (1.34, pull request 120816); in the next one before.
  var taintsUnreachableAtOnce: Bool { minor >= 34 }

  /// Whether a StatefulSet's update waits until the pods that it has replaced are available (1.34,
  /// pull request 130909); until they are ready before.
  var updatesAwaitAvailability: Bool { minor >= 34 }

  /// Whether the pods of a deleted namespace go before anything else in it
  /// (OrderedNamespaceDeletion, on since 1.33).
  var deletesPodsFirst: Bool { minor >= 33 }

  /// Whether a sidecar's OOM score follows its pod's app containers (SidecarContainers GA, 1.33).
  package var sidecarsShareScore: Bool { minor >= 33 }
}
