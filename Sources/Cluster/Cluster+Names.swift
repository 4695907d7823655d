import SimulationKernel

/// Names of the objects, resolved from their numbers.
extension Cluster {
  /// The name of a pod, as its controller generates it.
  package func name(of pod: PodHandle) -> String {
    let workload = Int(pods[pod].workload)
    let owner = workloads[workload].name
    switch workloads[workload].kind {
    case .statefulSet, .podSet, .operated: return owner + "-" + String(pods[pod].ordinal)
    case .pod: return owner
    case .deployment:
      let set = replicaSetName(workload, Int(pods[pod].birthRevision))
      return ObjectNames.pod(of: set, serial: pods[pod].serial)
    case .job where pods[pod].ordinal >= 0:
      let index = owner + "-" + String(pods[pod].ordinal)
      return ObjectNames.pod(of: index, serial: pods[pod].serial)
    case .replicaSet, .daemonSet, .job, .cronJob:
      return ObjectNames.pod(of: owner, serial: pods[pod].serial)
    }
  }

  /// The namespace of a pod.
  package func namespace(of pod: PodHandle) -> String {
    workloads[Int(pods[pod].workload)].namespace
  }

  /// The UID of a pod.
  package func uid(of pod: PodHandle) -> String {
    let workload = Int(pods[pod].workload)
    var hash = NameHash(workloads[workload].namespace)
    hash.add("/")
    hash.add(workloads[workload].name)
    hash.add("#")
    hash.add(pods[pod].serial)
    return ObjectNames.uid(hash)
  }

  /// The UID of a workload's object; one that is created anew under its name has another.
  func uid(ofWorkload workload: Int) -> String {
    let owner = workloads[workload]
    let life = owner.lives == 0 ? "" : "#\(owner.lives)"
    return ObjectNames.uid(NameHash("\(owner.userKind)/\(owner.namespace)/\(owner.name)\(life)"))
  }

  /// A pod's labels, those set at run time included, in no particular order of keys.
  package func labels(of pod: PodHandle) -> [(key: String, value: String)] {
    let labels = selectors.labels
    return selectors.sets[Int(pods[pod].labelSet)].pairs.map {
      (key: labels.keyName(labels.key(of: $0)), value: labels.value(of: $0))
    }
  }

  /// The value of one label of a pod.
  package func label(_ key: String, of pod: PodHandle) -> String? {
    labels(of: pod).first { $0.key == key }?.value
  }

  /// Index of a workload by kind, namespace and name; the kind may be the controller's or the
  /// user's, in any case.
  package func workloadIndex(kind: String, namespace: String, name: String) -> Int? {
    let wanted = kind.lowercased()
    return workloads.firstIndex {
      $0.name == name && $0.namespace == namespace
        && ($0.userKind.lowercased() == wanted || $0.objectKind.lowercased() == wanted)
    }
  }

  /// Index of the workload that made a workload, such as a Job's CronJob; nil where the user did.
  package func maker(of workload: Int) -> Int? {
    let owner = Int(workloads[workload].owner)
    return owner < 0 ? nil : owner
  }

  /// Index of a workload by namespace and name alone, bare Jobs and Pods last.
  package func workloadIndex(namespace: String, name: String) -> Int? {
    workloads.firstIndex { $0.name == name && $0.namespace == namespace }
  }

  /// Index of the first workload with a container whose image has a word in its name.
  func workload(ofImage word: String) -> Int? {
    workloads.firstIndex { owner in
      owner.spec.template.containers.contains { $0.image.contains(word) }
    }
  }

  /// Index of a Service.
  package func serviceIndex(namespace: String, name: String) -> Int? {
    serviceNames.find(namespace + "/" + name).map { Int(serviceNumbers[Int($0)]) }
  }

  /// Index of a node that is not deleted.
  package func nodeIndex(_ name: String) -> Int? {
    nodeSpecs.indices.first { nodeSpecs[$0].name == name && !nodes[$0].isDeleted }
  }

  /// Index of a machine, whether its node's object is there or was deleted; one that its elastic
  /// pool gave back is not there.
  func machineIndex(_ name: String) -> Int? {
    nodeIndex(name) ?? nodeSpecs.indices.first { nodeSpecs[$0].name == name && isMachineThere($0) }
  }

  /// Whether a node's machine is there: that of a pool's node goes with the node.
  func isMachineThere(_ node: Int) -> Bool {
    !nodes[node].isDeleted || nodeAutoscaler.members[node].pool < 0
  }

  /// A pod by namespace and name.
  package func pod(namespace: String, name wanted: String) -> PodHandle? {
    for workload in workloads where workload.namespace == namespace {
      let pod = workload.pods.first { pod in
        wanted.hasPrefix(workloads[Int(pods[pod].workload)].name) && name(of: pod) == wanted
      }
      if let pod { return pod }
    }
    return nil
  }
}
