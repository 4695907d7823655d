package import SimulationKernel

/// What all controllers share: syncs, creation of pods, changes of the wanted number.
extension Cluster {
  /// A controller looks at its pods again soon.
  mutating func scheduleSync(of workload: Int, in simulation: inout Simulation) {
    guard !isSettling, !workloads[workload].isSyncScheduled else { return }
    workloads[workload].isSyncScheduled = true
    let delay = watchDelay(workloadKeys[workload], .sync, at: simulation.now)
    schedule(.workloadSync, after: delay, argument: UInt32(workload), in: &simulation)
  }

  /// One sync of one controller: the catalog of controllers.
  mutating func reconcile(_ workload: Int, in simulation: inout Simulation) {
    workloads[workload].isSyncScheduled = false
    guard isControlPlaneUp else { return }
    switch workloads[workload].kind {
    case .deployment: syncDeployment(workload, in: &simulation)
    case .replicaSet: syncReplicaSet(workload, in: &simulation)
    case .statefulSet, .podSet, .operated: syncStatefulSet(workload, in: &simulation)
    case .daemonSet: syncDaemonSet(workload, in: &simulation)
    case .job: syncJob(workload, in: &simulation)
    case .cronJob: break
    case .pod: createBarePod(workload, in: &simulation)
    }
  }

  /// Creates a pod of a controller and hands it to the scheduler.
  @discardableResult
  mutating func createPod(
    of workload: Int, revision: Int, ordinal: Int32 = -1, in simulation: inout Simulation
  ) -> PodHandle {
    let template = workloads[workload].revisions[revision].template
    var pod = Pod(
      workload: Int32(workload), template: template, ordinal: ordinal,
      serial: workloads[workload].createdCount, revision: Int32(revision),
      labelSet: templates[Int(template)].labelSet, software: workloads[workload].software,
      at: isSettling ? Cluster.settledSince : simulation.now)
    pod.position = Int32(workloads[workload].pods.count)
    workloads[workload].createdCount += 1
    workloads[workload].activeCount += 1
    workloads[workload].revisions[revision].pods += 1
    let handle = pods.insert(pod)
    workloads[workload].pods.append(handle)
    if ordinal >= 0 { keepPlace(ordinal, for: handle, of: workload) }
    if isNumbered(workload) { addIdentity(to: handle) }
    createClaims(of: handle)
    recordCreation(of: handle, in: simulation)
    enqueue(handle, in: &simulation)
    return handle
  }

  private mutating func keepPlace(_ place: Int32, for pod: PodHandle, of workload: Int) {
    let missing = Int(place) + 1 - workloads[workload].places.count
    if missing > 0 {
      workloads[workload].places += Array(repeating: PodHandle.none, count: missing)
    }
    workloads[workload].places[Int(place)] = pod
  }

  /// Whether a controller's pods have ordinals in their names.
  func isNumbered(_ workload: Int) -> Bool {
    switch workloads[workload].kind {
    case .statefulSet, .podSet, .operated: true
    default: false
    }
  }

  /// Labels of a StatefulSet's pod that are its own.
  private mutating func addIdentity(to pod: PodHandle) {
    let set = selectors.sets[Int(pods[pod].labelSet)]
    let kind = workloads[Int(pods[pod].workload)].kind
    var pairs = set.pairs
    let name = name(of: pod)
    switch kind {
    case .operated: pairs.append(selectors.labels.intern("cnpg.io/instanceName", name))
    case .podSet:
      pairs.append(selectors.labels.intern("strimzi.io/pod-name", name))
      pairs.append(selectors.labels.intern("statefulset.kubernetes.io/pod-name", name))
    default:
      pairs.append(selectors.labels.intern("statefulset.kubernetes.io/pod-name", name))
      pairs.append(
        selectors.labels.intern("apps.kubernetes.io/pod-index", String(pods[pod].ordinal)))
    }
    pods[pod].labelSet = selectors.internSet(namespace: set.namespace, pairs: pairs)
  }

  private mutating func recordCreation(
    of pod: PodHandle, in simulation: borrowing Simulation
  ) {
    let workload = Int(pods[pod].workload)
    guard !isSettling, workloads[workload].kind != .pod else { return }
    let created = name(of: pod)
    switch workloads[workload].kind {
    case .deployment:
      let set = replicaSetName(workload, Int(pods[pod].revision))
      record(
        workload: workload, kind: "ReplicaSet", name: set, "SuccessfulCreate",
        "Created pod: \(created)", in: simulation)
    case .statefulSet:
      let owner = workloads[workload].name
      record(
        workload: workload, "SuccessfulCreate",
        "create Pod \(created) in StatefulSet \(owner) successful", in: simulation)
    default:
      record(
        workload: workload, "SuccessfulCreate", "Created pod: \(created)", in: simulation)
    }
  }

  /// The name of a Deployment's ReplicaSet.
  func replicaSetName(_ workload: Int, _ revision: Int) -> String {
    workloads[workload].name + "-" + workloads[workload].revisions[revision].hash
  }

  /// Writes the scale of a controller, as `kubectl scale` or an HPA does.
  package mutating func scale(workload: Int, to replicas: Int, in simulation: inout Simulation) {
    precondition(replicas >= 0, "a controller is scaled to zero or more pods")
    guard workloads[workload].replicas != replicas else { return }
    workloads[workload].replicas = replicas
    scheduleSync(of: workload, in: &simulation)
  }

  /// Replaces the template of a controller's pods, as `kubectl apply` and `kubectl rollout restart`
  /// do; its update strategy brings the pods forward.
  package mutating func update(
    workload: Int, template: PodTemplate, in simulation: inout Simulation
  ) {
    workloads[workload].spec.template = template
    addRevision(of: workload, template: template)
    scheduleSync(of: workload, in: &simulation)
  }

  private mutating func createBarePod(_ workload: Int, in simulation: inout Simulation) {
    guard workloads[workload].createdCount == 0 else { return }
    createPod(of: workload, revision: 0, in: &simulation)
  }
}
