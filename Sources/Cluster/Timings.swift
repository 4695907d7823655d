import SimulationKernel

/// Fixed periods and typical latencies of control plane and kubelet, each with its source.
enum Timings {
  /// kubelet lease renewal: 40 s lease, renewed at a quarter (pkg/kubelet nodelease).
  static let leaseRenewal = SimDuration.seconds(10)
  /// kube-controller-manager --node-monitor-period.
  static let nodeMonitor = SimDuration.seconds(5)
  /// Pass of the NoExecute taint queue (nodelifecycle scheduler.NodeEvictionPeriod).
  static let taintPass = SimDuration.milliseconds(100)
  /// Pass of the pod garbage collector (gcCheckPeriod).
  static let podGarbage = SimDuration.seconds(20)
  /// Toleration that DefaultTolerationSeconds adds for not-ready and unreachable.
  static let defaultToleration = SimDuration.seconds(300)
  /// One serial scheduling cycle: several hundred pods a second in scheduler_perf.
  static let schedulingCycle = SimDuration.milliseconds(3)
  /// Least and greatest delay of a write and the watch that shows it (SIG Scalability SLO
  /// measurements: 10 to 100 ms).
  static let watchLeast = SimDuration.milliseconds(10)
  static let watchGreatest = SimDuration.milliseconds(100)
  /// kube-proxy iptables minSyncPeriod.
  static let proxySync = SimDuration.seconds(1)
  /// istiod PILOT_DEBOUNCE_AFTER and PILOT_DEBOUNCE_MAX.
  static let meshDebounce = SimDuration.milliseconds(100)
  static let meshDebounceLimit = SimDuration.seconds(10)
  /// Sandbox and CNI set-up before the first container (containerd: some hundred milliseconds).
  static let sandbox = SimDuration.milliseconds(400)
  /// Creation and start of one container by the runtime.
  static let containerStart = SimDuration.milliseconds(150)
  /// Looks of the kubelet's eviction manager (monitoringInterval), the grace of a pod that a hard
  /// threshold evicts, and how long the next eviction waits for it (podCleanupTimeout).
  static let evictionMonitor = SimDuration.seconds(10)
  static let hardEviction = SimDuration.seconds(1)
  static let evictionWait = SimDuration.seconds(30)
  /// How often the eviction manager looks whether the pods that it evicted have ended
  /// (podCleanupPollFreq).
  static let evictionPoll = SimDuration.seconds(1)
  /// Looks of the kubelet for images to delete (ImageGCPeriod).
  static let imageCollection = SimDuration.minutes(5)
  /// First and greatest wait after a failed image pull (kubelet imageBackOff).
  static let pullBackoff = SimDuration.seconds(10)
  static let pullBackoffLimit = SimDuration.seconds(300)
  /// Least wait of a pod's worker after a failed sync, and the part of it that is added at most
  /// (kubelet backOffPeriod, workerBackOffPeriodJitterFactor).
  static let syncRetry = SimDuration.seconds(10)
  static let syncJitter = 0.5
  /// Least time between two syncs of a pod without a change (kubelet --sync-frequency), to which
  /// `syncJitter` of it is added at most (workerResyncIntervalJitterFactor).
  static let podResync = SimDuration.seconds(60)
  /// Wait until a kubelet tries a deferred resize again without a change
  /// (pkg/kubelet/allocation/allocation_manager.go retryDelay).
  static let resizeRetry = SimDuration.seconds(180)
  /// First and greatest wait after a failed mount (nestedpendingoperations exponential back-off).
  static let mountRetry = SimDuration.milliseconds(500)
  static let mountRetryLimit = SimDuration.seconds(122)
  /// How long the kubelet waits for a pod's volumes before it says so and tries again
  /// (podAttachAndMountTimeout).
  static let mountTimeout = SimDuration.seconds(123)
  /// PLEG relist: how late the kubelet sees that a container ended.
  static let plegRelist = SimDuration.seconds(1)
  /// How often the kubelet asks the runtime how it is (kubelet.go updateRuntimeUp), how long it
  /// does without an answer (maxWaitForContainerRuntime), and how often it writes its node's status
  /// (nodeStatusUpdateFrequency).
  static let runtimeLook = SimDuration.seconds(5)
  static let runtimeWait = SimDuration.seconds(30)
  static let nodeStatus = SimDuration.seconds(10)
  /// How often a kubelet that starts looks whether its node is ready (kubelet.go
  /// fastStatusUpdateOnce).
  static let firstStatus = SimDuration.milliseconds(100)
  /// podInitialBackoffSeconds and podMaxBackoffSeconds of the scheduler.
  static let schedulingBackoff = SimDuration.seconds(1)
  static let schedulingBackoffLimit = SimDuration.seconds(10)
  /// Flush of the back-off queue, of unschedulable pods, and how long those may wait.
  static let backoffFlush = SimDuration.seconds(1)
  static let unschedulableFlush = SimDuration.seconds(30)
  static let unschedulableLimit = SimDuration.minutes(5)
  /// Making of a volume by its provisioner, attach of a network volume, mount of any.
  static let provisioning = SimDuration.seconds(3)
  static let attach = SimDuration.seconds(5)
  static let mount = SimDuration.milliseconds(500)
  /// Detach after the kubelet has reported the unmount, and how long its report is waited for
  /// (maxWaitForUnmountDuration).
  static let detach = SimDuration.seconds(5)
  static let forceDetach = SimDuration.minutes(6)
  /// A driver's expansion of a volume (an estimate), the kubelet's growing of its file system, and
  /// another try.
  static let expansion = SimDuration.seconds(10)
  static let fileSystemResize = SimDuration.seconds(5)
  static let expansionRetry = SimDuration.seconds(60)
  /// kubelet start after a reboot, until it registers and runs pods.
  static let boot = SimDuration.seconds(20)
  /// From the kubelet's leave to a shutdown until the power is off (an estimate).
  static let systemStop = SimDuration.seconds(1)
  /// Start of etcd and the API server from their static pods after a master's boot.
  static let staticPods = SimDuration.seconds(10)
  /// Job controller's batch of pod changes.
  static let jobSync = SimDuration.seconds(1)
  /// Wait of the kubelet while a volume is attached elsewhere.
  static let attachRetry = SimDuration.seconds(1)
  /// Unpacking of an image's layers, in compressed bytes a second (an estimate: containerd issues
  /// 2886 and 11775 show 28 to 51 MB/s).
  static let unpackRate = 50e6
  /// Manifest request for an image that is on the node (imagePullPolicy Always).
  static let manifestCheck = SimDuration.milliseconds(300)
  /// Start and end of a command's processes, which do nothing between (an estimate).
  static let command = SimDuration.milliseconds(50)
  /// A process without a signal handler ends.
  static let quickExit = SimDuration.milliseconds(100)
  /// What the runtime always grants between SIGTERM and SIGKILL (minimumGracePeriodInSeconds).
  static let leastStop = SimDuration.seconds(2)
  /// Run time of a Job's pod that no model describes.
  static let jobWork = SimDuration.seconds(30)
}
